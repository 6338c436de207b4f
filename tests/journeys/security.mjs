// What an attacker, another site or a curious reader of logs comes up against.
import assert from 'node:assert/strict'
import net from 'node:net'
import { Client } from './support/client.mjs'
import { headerFaults } from './support/headers.mjs'
import { account, event, fields, form, signVisit, wordsOf } from './support/visit_form.mjs'
import { household, names, newId, staffOf } from './support/world.mjs'

/** Sends bytes as they are, and reads the one answer. */
function raw(port, text) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(text))
    socket.setTimeout(15_000, () => socket.destroy(new Error('no answer')))
    let said = ''
    socket.on('data', (piece) => (said += piece.toString('latin1')))
    socket.on('error', reject)
    socket.on('close', () => resolve(said))
    socket.on('end', () => socket.end())
  })
}

function toAnswer(said, url) {
  const [first, ...lines] = said.slice(0, said.indexOf('\r\n\r\n')).split('\r\n')
  const pairs = lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)])
  return { url, status: Number(first.split(' ')[1]), headers: Object.fromEntries(pairs) }
}

const closing = 'Connection: close\r\n\r\n'

function oddRequests(host) {
  return [
    ['no host', `GET / HTTP/1.1\r\n${closing}`, 400],
    ['another host', `GET / HTTP/1.1\r\nHost: example.com\r\n${closing}`, 421],
    ['a space before the colon', `GET / HTTP/1.1\r\nHost : ${host}\r\n${closing}`, 400],
    ['two lengths', `POST /sign-in HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1\r\nContent-Length: 2\r\n${closing}a`, 400],
    ['length and chunks', `POST /sign-in HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n${closing}0\r\n\r\n`, 400],
    ['no such method', `BREW / HTTP/1.1\r\nHost: ${host}\r\n${closing}`, undefined],
    ['TRACE', `TRACE / HTTP/1.1\r\nHost: ${host}\r\n${closing}`, 405],
    ['a header too long', `GET / HTTP/1.1\r\nHost: ${host}\r\nX-A: ${'a'.repeat(40_000)}\r\n${closing}`, 431],
    ['an address too long', `GET /${'a'.repeat(12_000)} HTTP/1.1\r\nHost: ${host}\r\n${closing}`, undefined],
    ['HTTP 1.0', `GET / HTTP/1.0\r\nHost: ${host}\r\n\r\n`, undefined],
    ['HTTP 3.0', `GET / HTTP/3.0\r\nHost: ${host}\r\n${closing}`, undefined],
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['up and away', `GET /../../etc/passwd HTTP/1.1\r\nHost: ${host}\r\n${closing}`, undefined],
  ]
}

/** Assets that the page and its styles name. */
async function assetsOf(client) {
  const page = (await client.page('/help')).text
  const paths = new Set([...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path))
  for (const path of [...paths].filter((one) => one.endsWith('.css'))) {
    const { text } = await client.get(path)
    for (const [, url] of text.matchAll(/url\(["']?([^"')]+)/g)) paths.add(new URL(url, `http://x${path}`).pathname)
  }
  return [...paths]
}

const headers = [
  ['every answer carries every header, errors and files too', async (place) => {
    const demonstration = await place.shared()
    const { client, children } = await household(demonstration, 4)
    const [{ record }] = children
    const stranger = demonstration.client()
    const statuses = new Set()
    const see = async (answer) => statuses.add((await answer).status)
    for (const path of await assetsOf(client)) await see(stranger.get(path))
    for (const path of ['/', '/my-work', '/sign-in', '/healthz', '/readyz', '/nothing', '/assets/nothing.js', '/favicon.ico']) {
      await see(stranger.get(path, { Accept: 'text/html' }))
      await see(stranger.request('HEAD', path))
    }
    for (const path of ['/my-work', '/find', `/records/${record}`, `/records/${record}/entries/1/proof/file`, '/drafts/x']) {
      await see(client.page(path))
    }
    await see(client.request('DELETE', '/find'))
    await see(client.request('POST', '/find', { form: [['a', 'b']], headers: client.own() }))
    await see(client.request('OPTIONS', '/my-work'))
    await see(client.request('POST', '/sign-in', { body: '{}', headers: client.own({ 'Content-Type': 'application/json' }) }))
    await see(client.request('POST', '/sign-in', { form: [['login', 'x'.repeat(20_000)]], headers: client.own() }))
    await see(client.change('POST', '/events', {}))
    await see(client.get('/api/v1/nothing'))
    await see(stranger.get('/api/v1/me'))
    await see(client.get('/my-work', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors' }))
    for (const wanted of [200, 303, 400, 401, 403, 404, 405, 413, 415]) {
      assert.ok(statuses.has(wanted), `no answer had status ${wanted}: ${[...statuses]}`)
    }
    assert.deepEqual([...new Set(place.notes.bare)], [])
  }],
  ['a request that is odd is refused, with every header', async (place) => {
    const demonstration = await place.shared()
    const { host, port } = new URL(demonstration.url)
    const faults = []
    for (const [what, text, status] of oddRequests(host)) {
      const answer = toAnswer(await raw(Number(port), text), `${demonstration.url}/`)
      if (status && answer.status !== status) faults.push(`${what}: ${answer.status}, not ${status}`)
      if (!(answer.status >= 300 && answer.status < 600)) faults.push(`${what}: ${answer.status}`)
      faults.push(...headerFaults(answer).map((fault) => `${what}: ${fault}`))
    }
    assert.deepEqual(faults, [])
  }],
]

const sessions = [
  ['a session’s cookie is long, new each time, and dead after signing out', async (place) => {
    const demonstration = await place.shared()
    const link = demonstration.link('social-worker')
    const client = demonstration.client()
    const first = await client.get(link)
    assert.equal(first.status, 303)
    assert.equal(first.cookies.length, 1)
    assert.match(first.cookies[0], /^__Host-[a-z-]+=[\w-]{43};/)
    await client.refreshToken()
    const stolen = client.twin()
    const again = await client.get(link)
    assert.notEqual(again.cookies[0].split(';')[0], first.cookies[0].split(';')[0])
    assert.equal((await stolen.page('/my-work')).status, 303, 'the one before has ended')
    await client.refreshToken()
    const kept = client.twin()
    const out = await client.request('POST', '/sign-out', { form: [['form_token', client.token]], headers: client.own() })
    assert.equal(out.status, 303)
    assert.match(out.headers['clear-site-data'], /"cache".*"storage"/)
    assert.equal(client.cookies.size, 0)
    assert.equal((await kept.page('/my-work')).status, 303)
    assert.equal((await kept.get('/api/v1/me')).status, 401)
  }],
  ['signing in leads only to places of this site', async (place) => {
    const demonstration = await place.shared()
    for (const to of ['https://example.com/', '//example.com/', '/\\example.com', '/%2f%2fexample.com', 'javascript:alert(1)']) {
      const { text } = await demonstration.client().page(`/sign-in?return=${encodeURIComponent(to)}`)
      assert.match(text, /name="return" value="\/[^/\\]/, to)
    }
    assert.equal((await demonstration.client().get('/demo/sign-in/no-such-link')).status, 404)
  }],
]

/** A change to send, and how the world looks by which one sees whether it did anything. */
async function changes(client, children) {
  const [{ record, sequence }] = (await signVisit(client, children)).entries
  const [draft, fresh] = [newId(), newId()]
  const values = [['form', form], ['children', record], ['shared.place', 'Before']]
  const saved = await client.change('PUT', `/drafts/${draft}`, { version: 0, values })
  assert.equal(saved.status, 200, saved.text)
  const version = [['draft_version', '1']]
  const pages = [
    ['/sign-out', []],
    [`/drafts/${fresh}`, fields(children)],
    [`/drafts/${draft}/discard`, []],
    [`/drafts/${draft}/check`, [...version, ...fields(children)]],
    [`/drafts/${draft}/sign`, version],
  ]
  const programs = [
    ['POST', '/events', event(children)],
    ['PUT', `/drafts/${fresh}`, { version: 0, values }],
    ['PUT', `/drafts/${draft}`, { version: 1, values: [...values, ['shared.others', 'nobody']] }],
    ['DELETE', `/drafts/${draft}`, undefined],
    ['POST', `/records/${record}/entries/${sequence}/corrections`, { answers: {} }],
  ]
  const look = async () => ({
    drafts: (await client.api('/drafts')).drafts.map(({ draft: id, version: number }) => `${id} ${number}`).sort(),
    entries: await Promise.all(children.map(async (one) => (await client.api(`/records/${one.record}/entries`)).total)),
    entry: (await client.api(`/records/${record}/entries/${sequence}`)).corrections.length,
  })
  return { pages, programs, look, tidy: () => client.change('DELETE', `/drafts/${draft}`) }
}

/** How another site's page could send a change. All but the form token is what the browser says itself. */
function forgeries(client) {
  const own = client.origin
  const token = client.token
  const wrong = token.slice(0, -3) + (token.endsWith('AAA') ? 'BBB' : 'AAA')
  return [
    ['from another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://example.com' }, token],
    ['from another site, with our origin', { 'Sec-Fetch-Site': 'cross-site', Origin: own }, token],
    ['from a neighbour', { 'Sec-Fetch-Site': 'same-site', Origin: own }, token],
    ['from another site in an old browser', { Origin: 'https://example.com' }, token],
    ['from our port on another host', { Origin: own.replace('localhost', 'localhost.example') }, token],
    ['with an origin of null in an old browser', { Origin: 'null' }, token],
    ['with nothing that says from where', {}, token],
    ['without a token', { 'Sec-Fetch-Site': 'same-origin', Origin: own }, undefined],
    ['with an empty token', { 'Sec-Fetch-Site': 'same-origin', Origin: own }, ''],
    ['with a wrong token', { 'Sec-Fetch-Site': 'same-origin', Origin: own }, wrong],
  ]
}

const forgery = [
  ['another site changes nothing, by any way in', async (place) => {
    const demonstration = await place.shared()
    const { client, role, children } = await household(demonstration, 4)
    const other = await demonstration.as(role)
    const { pages, programs, look, tidy } = await changes(client, children)
    const before = await look()
    const faults = []
    const note = (what, answer) => {
      if (![401, 403, 404, 405, 411, 413].includes(answer.status)) faults.push(`${what}: ${answer.status}`)
    }
    const tries = [...forgeries(client), ['with somebody else’s token', { 'Sec-Fetch-Site': 'same-origin', Origin: client.origin }, other.token]]
    for (const [how, sent, token] of tries) {
      for (const [path, pairs] of pages) {
        const form = token === undefined ? pairs : [['form_token', token], ...pairs]
        note(`POST ${path} ${how}`, await client.request('POST', path, { form, headers: sent }))
      }
      for (const [method, path, json] of programs) {
        const headers = { ...sent, 'Idempotency-Key': 'forged' }
        if (token !== undefined) headers['X-Form-Token'] = token
        note(`${method} ${path} ${how}`, await client.request(method, `/api/v1${path}`, { json, headers }))
      }
    }
    const signing = pages.at(-1)[0]
    for (const path of ['/sign-out', signing]) note(`GET ${path}`, await client.page(path))
    assert.deepEqual(faults, [])
    assert.deepEqual(await look(), before, 'nothing has changed')
    await tidy()
  }],
  ['another site reads nothing either', async (place) => {
    const demonstration = await place.shared()
    const { client, children } = await household(demonstration, 4)
    const from = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'script' }
    for (const path of ['/my-work', `/records/${children[0].record}`, '/api/v1/me', `/api/v1/records/${children[0].record}`]) {
      assert.equal((await client.get(path, from)).status, 403, path)
    }
  }],
  ['no page of any journey asked another host for anything', async (place) => {
    await (await place.browser()).as((await place.shared()).link('social-worker'), {}, async () => {})
    assert.deepEqual(place.notes.foreign, [])
  }],
]

const operation = [
  ['healthz, readyz, and metrics on a port of their own that name nobody', async (place) => {
    const demonstration = await place.shared()
    const stranger = demonstration.client()
    assert.equal((await stranger.get('/healthz')).status, 200)
    assert.equal((await stranger.get('/readyz')).status, 200)
    assert.equal((await stranger.get('/metrics')).status, 404, 'not where everybody can read them')
    const metrics = await new Client(`http://127.0.0.1:${demonstration.metrics}`).get('/metrics')
    assert.equal(metrics.status, 200)
    assert.match(metrics.headers['content-type'], /^text\/plain/)
    assert.match(metrics.text, /^# TYPE \w+ (counter|histogram|gauge)$/m)
    for (const name of await names(demonstration)) assert.equal(metrics.text.includes(name), false)
    assert.doesNotMatch(metrics.text, /[0-9a-hjkmnp-tv-z]{26}/, 'nor an id')
  }],
  ['the log is JSON, line by line, and says nothing about a person', async (place) => {
    const demonstration = await place.shared()
    const { client, children } = await household(demonstration, 4)
    await signVisit(client, children)
    await client.page(`/find?name=${encodeURIComponent(children[0].name)}`)
    await client.request('POST', '/sign-in', { form: [['login', 'canary.login'], ['password', 'canary password']], headers: client.own() })
    const log = demonstration.wholeLog
    const lines = log.split('\n').filter(Boolean)
    assert.ok(lines.length > 20)
    for (const line of lines) {
      const { time, level, event: what } = JSON.parse(line)
      assert.match(time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
      assert.ok(['info', 'warning', 'error'].includes(level), line)
      assert.equal(typeof what, 'string')
      assert.notEqual(level, 'error', line)
    }
    const secrets = ['canary', account, wordsOf(children[0], 0).worries, client.token, ...client.cookies.values()]
    const staff = (await staffOf(demonstration)).map(({ me }) => me.signer.name)
    for (const name of await names(demonstration)) {
      secrets.push(name, ...name.split(' ').filter((part) => part.length > 3))
    }
    for (const secret of [...secrets, ...staff]) {
      assert.equal(new RegExp(`\\b${secret.replaceAll(/[^\w ]/g, '.')}\\b`).test(log), false, `the log says ${secret}`)
    }
  }],
]

export const security = [...headers, ...sessions, ...forgery, ...operation]
