/** Starts the page: styles, service worker, and the one component that holds everything else. */
import { mount } from 'svelte';
import App from './App.svelte';
import { startUpdates } from './app/updates.svelte';
import { followTaps } from './push/taps';
import { footEveryPage } from './ui/printed';

import.meta.glob('./styles/*.css', { eager: true });

mount(App, { target: document.getElementById('app')! });
footEveryPage();
startUpdates();
followTaps();
