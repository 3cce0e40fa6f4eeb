import { describe, expect, it } from 'vitest';

import { EndpointEnded, fromBase64url, repair, subscribe, unsubscribe, type PushBrowser, type PushServer } from './subscribe';

const KEY = 'BAEC';

class FakePhone implements PushBrowser, PushServer {
  held: NotificationPermission | 'unsupported' = 'default';
  answer: NotificationPermission = 'granted';
  madeFor: Uint8Array<ArrayBuffer> | null = null;
  log: string[] = [];
  install = false;

  permission = () => this.held;
  needsInstall = () => this.install;
  vapidKey = async () => KEY;
  /** the push service once told the office that this phone's endpoint has ended */
  ended = false;
  put = async () => {
    this.log.push('put');
    if (!this.ended) return;
    this.ended = false;
    throw new EndpointEnded();
  };
  remove = async () => void this.log.push('remove');

  ask = async () => {
    this.log.push('ask');
    this.held = this.answer;
    return this.answer;
  };

  registration = async () => ({ pushManager: { getSubscription: this.getSubscription, subscribe: this.make } }) as unknown as ServiceWorkerRegistration;

  private make = async (options: { applicationServerKey: Uint8Array<ArrayBuffer> }) => {
    this.log.push('subscribe');
    this.madeFor = options.applicationServerKey;
    return this.getSubscription();
  };

  private getSubscription = async () => {
    if (!this.madeFor) return null;
    const unsubscribe = async () => {
      this.log.push('unsubscribe');
      this.madeFor = null;
    };
    return { endpoint: 'https://push', options: { applicationServerKey: this.madeFor.buffer }, getKey: () => new Uint8Array([1, 2]).buffer, unsubscribe };
  };
}

describe('the subscription of this phone', () => {
  it('is asked for by a tap, made and told to the server', async () => {
    const phone = new FakePhone();
    expect(await subscribe(phone, phone)).toBe('on');
    expect(phone.log).toEqual(['ask', 'subscribe', 'put']);
  });

  it('is never asked for on opening the app', async () => {
    const phone = new FakePhone();
    expect(await repair(phone, phone)).toBe('off');
    expect(phone.log).toEqual([]);
  });

  it('is told to the server again on every open', async () => {
    const phone = new FakePhone();
    await subscribe(phone, phone);
    phone.log = [];
    expect(await repair(phone, phone)).toBe('on');
    expect(phone.log).toEqual(['put']);
  });

  it('is made anew when the server has another key', async () => {
    const phone = new FakePhone();
    phone.held = 'granted';
    phone.madeFor = fromBase64url('BAED');
    await repair(phone, phone);
    expect(phone.log).toEqual(['unsubscribe', 'subscribe', 'put']);
  });

  it('is made anew when the push service has dropped the old one, which the browser does not know', async () => {
    const phone = new FakePhone();
    await subscribe(phone, phone);
    phone.log = [];
    phone.ended = true;
    expect(await repair(phone, phone)).toBe('on');
    expect(phone.log).toEqual(['put', 'unsubscribe', 'subscribe', 'put']);
  });

  it('respects a refusal and says what an iPhone needs first', async () => {
    const refused = new FakePhone();
    refused.answer = 'denied';
    expect(await subscribe(refused, refused)).toBe('denied');
    const iphone = new FakePhone();
    iphone.install = true;
    expect(await subscribe(iphone, iphone)).toBe('needs_install');
    expect(iphone.log).toEqual([]);
  });

  it('is taken from the server before the browser forgets it', async () => {
    const phone = new FakePhone();
    await subscribe(phone, phone);
    phone.log = [];
    await unsubscribe(phone, phone);
    expect(phone.log).toEqual(['remove', 'unsubscribe']);
  });
});
