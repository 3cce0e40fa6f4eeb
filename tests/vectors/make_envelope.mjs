/** Adds to envelope.json what the phone's code makes of the same inputs; run after make_envelope.py. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const pwa = fileURLToPath(new URL('../../pwa/', import.meta.url));
const { runnerImport } = await import(pathToFileURL(createRequire(`${pwa}package.json`).resolve('vite')));
const load = async (name) => (await runnerImport(`${pwa}src/envelope/${name}.ts`, { root: pwa, configFile: false })).module;
const [{ b64u, fromB64u, sha256 }, sealing, wrapping, statement, effects, { payloadOf }] = await Promise.all(
  ['bytes', 'sealing', 'wrapping', 'statement', 'effects', 'vectors.fixture'].map(load),
);

const path = new URL('envelope.json', import.meta.url);
const vectors = JSON.parse(readFileSync(path, 'utf8'));
const raw = fromB64u(vectors.household_key);
const key = await sealing.importHouseholdKey(raw);
const signKey = await crypto.subtle.importKey('pkcs8', fromB64u(vectors.sign.private), { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);

for (const one of vectors.cases) {
  const place = { ...one.place, hlc: BigInt(one.place.hlc), prev: fromB64u(one.place.prev) };
  one.typescript = b64u(await sealing.seal(key, signKey, payloadOf(one.payload), place, fromB64u(one.salt)));
}
const to = { bucket: vectors.bucket, epoch: vectors.wraps.epoch, device: vectors.device };
vectors.wraps.typescript = b64u(await wrapping.wrap(raw, fromB64u(vectors.kem.point), to));
vectors.grant.typescript = await statement.signStatement('kasane-grant', vectors.grant.claims, signKey, vectors.device);
vectors.effects.typescript = await effects.signEffects(signKey, await sha256(fromB64u(vectors.effects.raw)), vectors.effects.wanted);
writeFileSync(path, `${JSON.stringify(vectors, null, 1)}\n`);
