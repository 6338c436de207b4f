// A program does through the API what a person does on the pages, by the same rules.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { Client } from './support/client.mjs'
import { Description, descriptionFaults } from './support/openapi.mjs'
import { event, fields, form, signVisit, wordsOf } from './support/visit_form.mjs'
import { household, newId, nobodysId } from './support/world.mjs'

let asked
function setting(place) {
  asked ??= (async () => {
    const demonstration = await place.shared()
    const found = await household(demonstration, 4)
    const described = await demonstration.client().get('/api/v1/openapi.json')
    return { demonstration, ...found, described: described.json(), api: new Description(described.json()) }
  })()
  return asked
}

let keys = 0
const newKey = () => ({ 'Idempotency-Key': `api journey ${process.pid} ${(keys += 1)}` })

/** The messages of the page's error summary, without mark-up. */
function summaryOf(page) {
  const list = /<ul class="govuk-list govuk-error-summary__list">(.*?)<\/ul>/s.exec(page)?.[1] ?? ''
  return [...list.matchAll(/<a [^>]*>(.*?)<\/a>/gs)].map(([, words]) => plain(words))
}

const plain = (markup) =>
  markup.replaceAll(/<[^>]+>/g, '').replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&')

const description = [
  ['the description is OpenAPI 3.1, and open to anybody', async (place) => {
    const { described } = await setting(place)
    assert.match(described.openapi, /^3\.1\./)
    assert.equal(await descriptionFaults(described), '')
  }],
  ['every operation described is there, and asks who one is', async (place) => {
    const { api, demonstration } = await setting(place)
    const stranger = demonstration.client()
    for (const { path, method, operation } of api.operations()) {
      const real = path
        .replaceAll(/\{(record|draft)\}/g, '00000000000000000000000000')
        .replaceAll('{sequence}', '1')
        .replaceAll('{form}', form)
      const answer = await stranger.request(method, real, {
        json: operation.requestBody ? {} : undefined,
        headers: { Origin: stranger.origin, 'Sec-Fetch-Site': 'same-origin' },
      })
      const isOpen = operation.security?.length === 0
      assert.equal(answer.status, isOpen ? 200 : 401, `${method} ${path}`)
      if (isOpen) continue
      assert.match(answer.headers['content-type'], /application\/problem\+json/)
      assert.deepEqual(api.answerFaults(operation.operationId, 401, answer.json()), [])
    }
  }],
  ['answers are as described', async (place) => {
    const { api, client, children } = await setting(place)
    const { entries } = await signVisit(client, children)
    const [{ record, sequence }] = entries
    const { size } = await client.api('/ledger/checkpoint')
    const reads = {
      me: '/me',
      forms: '/forms',
      form: `/forms/${form}`,
      work: '/work',
      findChildren: `/children?name=${encodeURIComponent(children[0].name)}`,
      record: `/records/${record}`,
      entries: `/records/${record}/entries`,
      entry: `/records/${record}/entries/${sequence}`,
      proof: `/records/${record}/entries/${sequence}/proof`,
      drafts: '/drafts',
      checkpoint: '/ledger/checkpoint',
      consistency: `/ledger/consistency?from=1&to=${size}`,
    }
    const faults = []
    for (const [operation, path] of Object.entries(reads)) {
      faults.push(...api.answerFaults(operation, 200, await client.api(path)))
    }
    assert.deepEqual(faults, [])
  }],
]

const sameAsPages = [
  ['rec_1 an event signed through the API reads as one signed on the page', async (place) => {
    const { api, client, children } = await setting(place)
    const answer = await client.change('POST', '/events', event(children), newKey())
    assert.equal(answer.status, 200, answer.text)
    assert.deepEqual(api.answerFaults('sign', 200, answer.json()), [])
    const byProgram = answer.json()
    const draft = newId()
    const send = (path, pairs) => client.request('POST', path, { form: [['form_token', client.token], ...pairs], headers: client.own() })
    const checked = await send(`/drafts/${draft}/check`, fields(children))
    assert.equal(checked.status, 303, checked.text)
    const signed = await send(`/drafts/${draft}/sign`, [['draft_version', '1']])
    const [, , record, , sequence] = signed.headers.location.split(/[/?]/)
    const onPage = await client.api(`/records/${record}/entries/${sequence}`)
    const same = byProgram.entries.find((one) => one.record === record)
    const read = await client.api(`/records/${record}/entries/${same.sequence}`)
    const content = ({ answered, signer, form: version, occurred, title }) => ({ answered, signer, version, occurred, title })
    assert.deepEqual(content(read), content(onPage))
    assert.equal(read.related.length, 3)
    const page = (await client.page(`/records/${record}/entries/${same.sequence}`)).text
    const number = children.findIndex((one) => one.record === record)
    for (const words of [wordsOf(children[number], number).analysis, read.signer.name, read.leaf.slice(0, 0)]) {
      assert.ok(page.includes(words))
    }
  }],
  ['the same is missing, in the same words', async (place) => {
    const { client, children } = await setting(place)
    const draft = newId()
    const pairs = [['form_token', client.token], ['form', form], ...children.map(({ record }) => ['children', record])]
    const page = await client.request('POST', `/drafts/${draft}/check`, { form: pairs, headers: client.own() })
    const nothing = { form, shared: {}, children: children.map(({ record }) => ({ record, answers: {} })) }
    const checked = await client.change('POST', '/events/check', nothing)
    const refused = await client.change('POST', '/events', nothing, newKey())
    assert.equal(refused.status, 422)
    assert.deepEqual(refused.json().errors, checked.json().errors)
    const first = ({ name }) => name.split(' ')[0]
    const said = checked.json().errors.map(({ record, message }) => {
      assert.doesNotMatch(message, /\{child\}/, 'a message is for a person')
      const child = children.find((one) => one.record === record)
      const isNamed = !child || message.includes(first(child))
      return isNamed ? message : `${first(child)}: ${message}`
    })
    assert.deepEqual(said.sort(), summaryOf(page.text).sort())
    await client.change('DELETE', `/drafts/${draft}`)
  }],
  ['chd_2 a child who was spoken to has their own words in their own part, or it is not signed', async (place) => {
    const { client, children } = await setting(place)
    const visit = event(children)
    const [first, second] = visit.children
    for (const { answers } of [first, second]) delete answers.voice
    const refused = await client.change('POST', '/events', visit, newKey())
    assert.equal(refused.status, 422)
    const said = refused.json().errors.map(({ record, field }) => `${record} ${field}`)
    assert.deepEqual(said, [`${first.record} voice`, `${second.record} voice`])
  }],
  ['rec_13 the API, too, asks why something is recorded late', async (place) => {
    const { client, children } = await setting(place)
    const late = await client.change('POST', '/events', event(children, { day: '2026-03-20' }), newKey())
    assert.equal(late.status, 422)
    assert.ok(late.json().errors.some(({ field }) => field === 'late_reason'))
    const told = event(children, { day: '2026-03-20', shared: { late_reason: 'I was away.' } })
    assert.equal((await client.change('POST', '/events', told, newKey())).status, 200)
  }],
  ['rec_15 a correction, and a draft from first words to nothing', async (place) => {
    const { api, client, children } = await setting(place)
    const [{ record, sequence }] = (await signVisit(client, children)).entries
    const answers = {
      what_was_wrong: 'It says kitchen.',
      what_is_right: [{ text: 'It was the garden.', kind: 'fact', source: 'first_hand' }],
      how_known: 'I read my notes again.',
    }
    const path = `/records/${record}/entries/${sequence}/corrections`
    const corrected = await client.change('POST', path, { answers }, newKey())
    assert.equal(corrected.status, 200, corrected.text)
    assert.deepEqual(api.answerFaults('correct', 200, corrected.json()), [])
    const [correction] = (await client.api(`/records/${record}/entries/${sequence}`)).corrections
    assert.equal(correction.corrects, sequence)
    assert.equal((await client.change('POST', path, { answers: {} }, newKey())).status, 422)

    const draft = newId()
    const values = [['form', form], ['children', record], ['shared.place', 'At the park']]
    const put = (version) => client.change('PUT', `/drafts/${draft}`, { version, values })
    const first = await put(0)
    assert.equal(first.status, 200, first.text)
    assert.deepEqual(api.answerFaults('saveDraft', 200, first.json()), [])
    assert.equal((await put(1)).json().version, 2)
    const clash = await client.change('PUT', `/drafts/${draft}`, { version: 1, values: [...values, ['shared.others', 'nobody']] })
    assert.equal(clash.status, 409)
    assert.match((await client.page(`/drafts/${draft}`)).text, /At the park/)
    for (const one of [draft, clash.json().copy]) {
      assert.equal((await client.change('DELETE', `/drafts/${one}`)).status, 204)
      assert.equal((await client.get(`/api/v1/drafts/${one}`)).status, 404)
    }
  }],
]

/** Each row is sent where it says; all are refused, and none does anything. */
function refusals(children) {
  const good = event(children)
  const [child] = good.children
  const withAnswer = (answers) => ({ ...good, children: [{ ...child, answers: { ...child.answers, ...answers } }] })
  return [
    ['no JSON', '{"form":', 400],
    ['a list in place of an object', '[]', 400],
    ['a number in place of an object', '1', 400],
    ['the same member twice', `{"form":"${form}","form":"${form}","shared":{},"children":[]}`, 400],
    ['text after the end', `${JSON.stringify(good)} {}`, 400],
    ['letters that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400],
    ['lists in lists in lists', '['.repeat(10_000), 400],
    ['no form', { ...good, form: undefined }, 400],
    ['a form that is not there', { ...good, form: 'no-such-form' }, 404],
    ['a form as a number', { ...good, form: 7 }, 400],
    ['no children', { ...good, children: undefined }, 400],
    ['an empty list of children', { ...good, children: [] }, 422],
    ['a child as text', { ...good, children: ['x'] }, 400],
    ['a record that is no id', { ...good, children: [{ ...child, record: 'x' }] }, 400],
    ['a record that is not there', { ...good, children: [{ ...child, record: nobodysId(child.record) }] }, 404],
    ['the same child twice', { ...good, children: [child, child] }, 422],
    ['a member that nobody asked for', { ...good, colour: 'red' }, 400],
    ['an answer that nobody asked for', withAnswer({ colour: 'red' }), 422],
    ['an answer of another shape', withAnswer({ sight: ['alone'] }), 422],
    ['an answer as a number', withAnswer({ voice: 7 }), 422],
    ['an answer of nothing', withAnswer({ voice: null }), 422],
    ['a choice that is not there', withAnswer({ sight: 'through the window' }), 422],
    ['a statement with an extra member', withAnswer({ worries: [{ text: 'x', kind: 'fact', source: 'first_hand', colour: 'red' }] }), 422],
    ['words with a NUL in them', withAnswer({ voice: 'a\u0000b' }), 422],
    ['a child’s answer among those for all', { ...good, shared: { ...good.shared, sight: 'alone' } }, 422],
    ['a day that does not exist', { ...good, shared: { ...good.shared, visited_on: '2026-02-30' } }, 422],
    ['a day to come', { ...good, shared: { ...good.shared, visited_on: '2026-03-26' } }, 422],
  ]
}

const strict = [
  ['what is not as described is refused as a problem, and nothing is kept', async (place) => {
    const { client, children } = await setting(place)
    const [{ record }] = children
    const before = (await client.api(`/records/${record}/entries`)).total
    const faults = []
    for (const [what, body, status] of refusals(children)) {
      const isRaw = typeof body === 'string' || Buffer.isBuffer(body)
      const answer = await client.request('POST', '/api/v1/events', {
        body: isRaw ? body : JSON.stringify(body),
        headers: client.own({ 'Content-Type': 'application/json', ...newKey() }),
      })
      if (answer.status !== status) faults.push(`${what}: ${answer.status}, not ${status}`)
      const isProblem = /^application\/problem\+json/.test(answer.headers['content-type'])
      if (answer.status >= 400 && !isProblem) faults.push(`${what}: ${answer.headers['content-type']}`)
      if (answer.status >= 400 && !answer.json().detail) faults.push(`${what}: does not say what is wrong`)
    }
    assert.deepEqual(faults, [])
    assert.equal((await client.api(`/records/${record}/entries`)).total, before)
  }],
  ['a repeat of the same key gives the same answer and adds nothing', async (place) => {
    const { client, children } = await setting(place)
    const [{ record }] = children
    const before = (await client.api(`/records/${record}/entries`)).total
    const key = newKey()
    const send = () => client.change('POST', '/events', event(children), key)
    const both = await Promise.all([send(), send()])
    const again = await send()
    for (const answer of [...both, again]) {
      assert.equal(answer.status, 200)
      assert.deepEqual(answer.json(), both[0].json())
    }
    assert.equal((await client.api(`/records/${record}/entries`)).total, before + 1)
    const [{ sequence }] = both[0].json().entries
    const other = await client.change('POST', `/records/${record}/entries/${sequence}/corrections`, {
      answers: {
        what_was_wrong: 'a',
        what_is_right: [{ text: 'b', kind: 'fact', source: 'first_hand' }],
        how_known: 'c',
      },
    }, key)
    assert.equal(other.status, 409, 'the same key for something else is a conflict')
    const changed = await client.change('POST', '/events', event(children, { shared: { place: 'The park' } }), key)
    assert.equal(changed.status, 409, 'and so is the same key for other words')
    const without = await client.change('POST', '/events', event(children))
    assert.equal(without.status, 400, 'a change needs a key')
  }],
  ['somebody whose role signs nothing cannot sign through the API either', async (place) => {
    const { demonstration, children } = await setting(place)
    for (const role of ['auditor', 'administrator']) {
      if (!demonstration.signInLinks[role]) continue
      const client = await demonstration.as(role)
      const answer = await client.change('POST', '/events', event(children), newKey())
      assert.ok([403, 404].includes(answer.status), `${role}: ${answer.status}`)
    }
  }],
]

/** There is no page that makes a token yet, so one is put where the server looks for it. */
async function bearer(place, demonstration, client) {
  const token = `heed_${randomBytes(32).toString('base64url')}`
  const hash = createHash('sha256').update(token).digest('hex')
  const session = [...client.cookies].find(([name]) => name.includes('session'))[1]
  const ofSession = createHash('sha256').update(session).digest('hex')
  await place.engine.sql(
    demonstration.folder,
    `INSERT INTO api_token SELECT partnership_id, x'${hash}', staff_id, x'00', started, started + 86400000
       FROM session WHERE session_hash = x'${ofSession}'`,
  )
  return token
}

const byToken = [
  ['a bearer token does what the session does, without cookie or form token', async (place) => {
    const { demonstration, role, children } = await setting(place)
    const person = await demonstration.as(role)
    const token = await bearer(place, demonstration, person)
    const program = new Client(demonstration.url, demonstration.notes.bare)
    const headers = { Authorization: `Bearer ${token}` }
    const me = await program.get('/api/v1/me', headers)
    assert.deepEqual(me.json(), await person.api('/me'))
    const signed = await program.request('POST', '/api/v1/events', { json: event(children), headers: { ...headers, ...newKey() } })
    assert.equal(signed.status, 200, signed.text)
    assert.equal((await program.get('/my-work', headers)).status, 303, 'a token opens no pages')
    const wrong = { Authorization: `Bearer ${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}` }
    assert.equal((await program.get('/api/v1/me', wrong)).status, 401)
    const both = await person.get('/api/v1/me', wrong)
    assert.equal(both.status, 401, 'a wrong token is not made good by a session')
  }],
]

export const api = [...description, ...sameAsPages, ...strict, ...byToken]
