// Words that stand nowhere else are put into everything that takes words. Then the server is made to
// fall over, and every file that it, or its database, has written is searched for them.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { exit, verified } from './support/commands.mjs'
import { Process } from './support/processes.mjs'
import { Client, formToken } from './support/client.mjs'
import { filesIn, filesWith } from './support/store.mjs'
import { event, form } from './support/visit_form.mjs'
import { household, newId } from './support/world.mjs'
import { freePort, today } from './support/place.mjs'

/** Each says in its own letters where it was put. */
class Canaries {
  constructor() {
    this.words = new Map()
  }

  in(feature) {
    const word = `Canary ${feature.replaceAll(/[^a-z]/g, '')} ${randomBytes(9).toString('hex')}`
    this.words.set(feature, word)
    return word
  }
}

const statement = (text) => [{ text, kind: 'fact', source: 'third_party', told_by: text }]
const key = () => ({ 'Idempotency-Key': randomBytes(12).toString('hex') })

/** The server in a folder where it could leave a core file, told that it may. */
async function serve(place, folder) {
  const around = dirname(folder)
  const temporary = join(around, 'temporary')
  const metrics = await freePort()
  mkdirSync(temporary)
  const words = ['demo', '--data', folder, '--port', '0', '--today', today, '--json', '--metrics-port', String(metrics)]
  const program = `cd '${around}' && ulimit -c unlimited && exec "$0" "$@"`
  const server = new Process('bash', ['-c', program, resolve(place.heed), ...words], {
    environment: { ...place.engine.environment(folder), TMPDIR: temporary },
  })
  const ready = JSON.parse(await server.line((line) => (line.startsWith('{') ? line : undefined)))
  return { server, around, metrics, demonstration: { signInLinks: ready.sign_in, url: ready.url } }
}

const answered = async (wanted, promise) => {
  const answer = await promise
  assert.ok([wanted].flat().includes(answer.status), `${answer.url} answers ${answer.status}: ${answer.text.slice(0, 300)}`)
  return answer
}

async function sign(client, children, canaries) {
  const shared = { what_happened: statement(canaries.in('account')), next_steps: statement(canaries.in('next steps')), place: canaries.in('place') }
  const child = { voice: canaries.in('voice'), worries: statement(canaries.in('worries')), analysis: statement(canaries.in('analysis')) }
  const signed = await answered(200, client.change('POST', '/events', event(children, { shared, child }), key()))
  return signed.json().entries[0]
}

async function correct(client, { record, sequence }, canaries) {
  const answers = {
    what_was_wrong: canaries.in('what was wrong'),
    what_is_right: statement(canaries.in('what is right')),
    how_known: canaries.in('how known'),
  }
  await answered(200, client.change('POST', `/records/${record}/entries/${sequence}/corrections`, { answers }, key()))
}

/** What is refused is not kept, and not told to the log either. */
async function beRefused(client, record, canaries) {
  await answered([400, 404, 422], client.change('POST', '/events', { form: canaries.in('form') }, key()))
  await answered(400, client.change('POST', '/events', { [canaries.in('member')]: 1 }, key()))
  const typed = { voice: canaries.in('refused voice'), sight: canaries.in('refused choice') }
  await answered(422, client.change('POST', '/events', event([{ record }], { child: typed }), key()))
  await answered(404, client.get(`/${encodeURIComponent(canaries.in('path'))}`))
  await answered([200, 400, 404], client.get(`/records/${record}?why=${encodeURIComponent(canaries.in('query'))}`))
  await answered([200, 404], client.get('/help', { 'User-Agent': canaries.in('user agent'), Referer: `http://${randomBytes(4).toString('hex')}.example/${encodeURIComponent(canaries.in('referer'))}` }))
  const stranger = new Client(client.origin)
  const tried = [['form_token', formToken((await stranger.page('/sign-in')).text) ?? ''], ['login', canaries.in('login')], ['password', canaries.in('password')]]
  await answered([200, 403], stranger.request('POST', '/sign-in', { form: tried, headers: { Origin: client.origin, 'Sec-Fetch-Site': 'same-origin' } }))
}

async function useEverything(demonstration, canaries) {
  const client = await new Client(demonstration.url).signIn(demonstration.signInLinks['social-worker'])
  const worker = { ...demonstration, as: async (role) => new Client(demonstration.url).signIn(demonstration.signInLinks[role]) }
  const { client: signer, children } = await household(worker, 4)
  await answered(200, client.get(`/find?name=${encodeURIComponent(canaries.in('search'))}`))
  await answered(200, client.get(`/api/v1/children?name=${encodeURIComponent(canaries.in('program search'))}`))
  const entry = await sign(signer, children, canaries)
  await correct(signer, entry, canaries)
  const values = [['form', form], ['children', entry.record], ['shared.place', canaries.in('draft')]]
  await answered(200, signer.change('PUT', `/drafts/${newId()}`, { version: 0, values }))
  await beRefused(signer, entry.record, canaries)
  for (const path of ['', '/chronology', `/entries/${entry.sequence}`, `/entries/${entry.sequence}/proof`]) {
    await answered(200, signer.page(`/records/${entry.record}${path}`))
  }
  return { signer, entry }
}

export const canaries = [
  ['what is written anywhere is in clear nowhere: not in the data, its log, temporary files, logs or a core file', async (place) => {
    const folder = await place.copyOfSeed('canaries')
    const { server, around, metrics, demonstration } = await serve(place, folder)
    const birds = new Canaries()
    const { signer, entry } = await useEverything(demonstration, birds)
    const figures = (await new Client(`http://127.0.0.1:${metrics}`).get('/metrics')).text
    assert.match(figures, /^# TYPE/m)
    const shown = (await signer.page(`/records/${entry.record}/entries/${entry.sequence}`)).text
    assert.ok(shown.includes(birds.words.get('voice')), 'who may read it does')
    server.signal('SIGSEGV')
    const { signal, code } = await server.ended
    assert.ok(signal === 'SIGSEGV' || code === 139, `it fell over (${signal ?? code})`)
    writeFileSync(join(around, 'output.txt'), server.stdout + server.stderr + figures)
    const folders = [around, ...(await place.engine.places(folder)).filter((one) => one !== folder)]
    assert.ok(birds.words.size >= 22, 'everything was used')
    for (const [feature, word] of birds.words) {
      assert.deepEqual(folders.flatMap((one) => filesWith(one, word)), [], `the word put into: ${feature}`)
    }
    assert.deepEqual(filesIn(around).filter((file) => /(^|\/)core(\.|$)/.test(file)), [])
    assert.ok(folders.some((one) => filesWith(one, 'social-worker').length > 0), 'roles are in clear: this does look')
    assert.equal((await verified(place, folder)).code, exit.done)
  }],
  ['what a search looks for is found in each of its guises, so that finding nothing means something', async (place) => {
    const folder = dirname(place.newFolder('guises'))
    const word = `Canary guise ${randomBytes(9).toString('hex')}`
    const bytes = Buffer.from(word)
    const guises = {
      plain: bytes, wide: Buffer.from(word, 'utf16le'), turned: Buffer.from(word, 'utf16le').swap16(),
      hex: Buffer.from(bytes.toString('hex')), upper: Buffer.from(bytes.toString('hex').toUpperCase()),
      base64: Buffer.from(bytes.toString('base64')), inside: Buffer.from(Buffer.from(`x${word} and more`).toString('base64')),
      url: Buffer.from(Buffer.from(`xy${word}`).toString('base64url')),
    }
    for (const [name, content] of Object.entries(guises)) {
      writeFileSync(join(folder, name), Buffer.concat([randomBytes(5000), content, randomBytes(70)]))
    }
    const found = filesWith(folder, word).map((file) => file.slice(folder.length + 1)).sort()
    assert.deepEqual(found, Object.keys(guises).sort())
  }],
]
