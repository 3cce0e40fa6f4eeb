/** What その他 calls 版: the package's version and a mark of the sources, the same for the same sources on any machine. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MARK_LETTERS = 7;

export function version(root = import.meta.dirname): string {
  const pwa = join(root, '..');
  const { version: number } = JSON.parse(readFileSync(join(pwa, 'package.json'), 'utf8')) as { version: string };
  const files = readdirSync(join(pwa, 'src'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'));
  const hash = createHash('sha256');
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).sort()) hash.update(readFileSync(path));
  return `${number}（${hash.digest('hex').slice(0, MARK_LETTERS)}）`;
}
