import { beforeEach, expect, test } from 'vitest';
import { bundleOf, cacheOf, fillShell } from './shell';

const ORIGIN = 'https://kasane.example.jp';
const CHUNKS = Array.from({ length: 100 }, (_, n) => `/assets/part-${n}.js`);
const SHELL = ['/', '/assets/look.css', '/assets/argon.worker-1.js', ...CHUNKS];

/** As a browser keeps them: by path, and a file that cannot be had fails the whole of `addAll`. */
class Shelf {
  readonly kept = new Map<string, Response>();
  constructor(private readonly line: Line) {}
  keys = () => Promise.resolve([...this.kept.keys()].map((path) => ({ url: ORIGIN + path })));
  match = (path: string) => Promise.resolve(this.kept.get(path)?.clone());
  put = (path: string, response: Response) => Promise.resolve(void this.kept.set(path, response));
  async addAll(requests: { path: string }[]): Promise<void> {
    const answers = await Promise.all(requests.map(({ path }) => this.line.fetch(path)));
    if (answers.some((one) => !one.ok)) throw new TypeError();
    requests.forEach(({ path }, n) => this.kept.set(path, answers[n]!));
  }
}

class Line {
  asked: string[] = [];
  readonly served = new Map<string, () => Response>();
  fetch = (path: string) => {
    this.asked.push(path);
    return Promise.resolve(this.served.get(path)?.() ?? new Response(null, { status: 404 }));
  };
}

let line: Line;
let shelves: Map<string, Shelf>;

const caches = {
  open: (name: string) => {
    if (!shelves.has(name)) shelves.set(name, new Shelf(line));
    return Promise.resolve(shelves.get(name)!);
  },
  keys: () => Promise.resolve([...shelves.keys()]),
};
const installs = async (version: string, assets = SHELL) => {
  line.asked = [];
  const given = globalThis.Request;
  globalThis.Request = class { constructor(readonly path: string) {} } as never;
  try {
    await fillShell({ version, assets }, { caches, fetch: line.fetch } as never);
  } finally {
    globalThis.Request = given;
  }
  return shelves.get(cacheOf(version))!.kept;
};
/** An office that serves one build: each file, and the scripts and styles in one piece. */
function serves(version: string, assets = SHELL, mark = ''): void {
  line.served.clear();
  for (const path of assets) line.served.set(path, () => new Response(`${path}${mark}`, { headers: { 'content-security-policy': `of ${version}` } }));
  const pieces = Object.fromEntries(assets.slice(1).map((path) => [path, `${path}${mark}`]));
  line.served.set(bundleOf(version), () => Response.json(pieces, { headers: { 'content-security-policy': `of ${version}`, 'content-encoding': 'gzip', 'content-length': '9' } }));
}

beforeEach(() => {
  line = new Line();
  shelves = new Map();
});

test('a new phone takes its scripts and styles in one piece, and its first page by itself', async () => {
  serves('1');
  const kept = await installs('1');
  expect(line.asked).toEqual([bundleOf('1'), '/']);
  expect([...kept.keys()].sort()).toEqual([...SHELL].sort());
  const [style, worker] = [kept.get('/assets/look.css')!, kept.get('/assets/argon.worker-1.js')!];
  expect([style, worker].map((one) => one.headers.get('content-type'))).toEqual(['text/css; charset=utf-8', 'text/javascript; charset=utf-8']);
  expect(worker.headers.get('content-security-policy'), 'a worker takes its rules from its own answer').toBe('of 1');
  expect([worker.headers.get('content-encoding'), worker.headers.get('content-length'), await worker.text()]).toEqual([null, null, '/assets/argon.worker-1.js']);
});

test('an update asks for what is new, and never for a page or a worker of before', async () => {
  serves('1');
  await installs('1');
  const next = [...SHELL.filter((path) => path !== CHUNKS[7]), '/assets/part-new.js'];
  serves('2', next, ' of 2');
  const kept = await installs('2', next);
  expect(line.asked.sort()).toEqual(['/', '/assets/argon.worker-1.js', '/assets/part-new.js']);
  expect(await kept.get(CHUNKS[3]!)!.text()).toBe(CHUNKS[3]);
  expect(await kept.get('/')!.text()).toBe('/ of 2');
  expect([...kept.keys()].sort()).toEqual([...next].sort());
});

test('an office without the piece, or with something else in its place, is asked file by file', async () => {
  for (const other of [() => new Response(null, { status: 404 }), () => new Response('<html>ログイン</html>'), () => Response.json(null)]) {
    serves('1');
    line.served.set(bundleOf('1'), other);
    shelves.clear();
    expect([...(await installs('1')).keys()].sort()).toEqual([...SHELL].sort());
    expect(line.asked.length).toBe(SHELL.length + 1);
  }
});

test('the line breaks in the middle: nothing is called installed, and the next try asks only for the rest', async () => {
  serves('1');
  line.served.delete('/');
  await expect(installs('1')).rejects.toThrow(TypeError);
  serves('1');
  await installs('1');
  expect(line.asked.sort()).toEqual(['/', '/assets/argon.worker-1.js']);
});
