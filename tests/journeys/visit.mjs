// A social worker visits four brothers and sisters, and writes it down once.
import assert from 'node:assert/strict'
import { Hand } from './support/hand.mjs'
import { today } from './support/place.mjs'
import { account, fields, fillIn, form, wordsOf } from './support/visit_form.mjs'
import { household, newId } from './support/world.mjs'

const entryPath = /\/records\/[^/]+\/entries\/\d+/
const mostActions = 8

/** From My work to the signed entry. What it gives is what the clicks came to. */
async function recordVisit(page, children) {
  const names = children.map(({ name }) => name)
  const row = page.locator('.govuk-task-list__item').filter({ hasText: names[0] })
  const hand = new Hand(page)
  await hand.follow(row.getByRole('link'), 'My work: the visit', `**/record/${form}?*`)
  const opening = hand.actions.length

  hand.begin()
  await page.waitForSelector('html[data-ready]')
  const ticked = await page.locator('input[name="children"]:checked').evaluateAll((all) => all.map(({ value }) => value))
  assert.deepEqual(ticked.sort(), children.map(({ record }) => record).sort(), 'the household is ticked')
  assert.equal(await page.locator('[name="shared.visited_on.day"]').inputValue(), String(Number(today.slice(-2))))
  assert.notEqual(await page.locator('[name="shared.place"]').inputValue(), '', 'where they live is filled in')
  await fillIn(hand, children)
  await hand.follow(page.getByRole('button', { name: 'Continue', exact: true }), 'Continue', '**/check')
  const checked = await page.locator('main').innerText()
  await hand.follow(page.getByRole('button', { name: 'Sign', exact: true }), 'Sign', entryPath)
  return { opening, actions: hand.actions, pages: hand.pages, checked }
}

/** Done once, and looked at from several sides. */
let done
function signedVisit(place) {
  done ??= (async () => {
    const demonstration = await place.shared()
    const browser = await place.browser()
    const { role, client, children } = await household(demonstration, 4)
    const before = await client.api('/work')
    const result = { demonstration, browser, role, client, children, before }
    await browser.as(demonstration.link(role), {}, async (page) => {
      Object.assign(result, await recordVisit(page, children))
      const [, , record, , sequence] = new URL(page.url()).pathname.split('/')
      const first = await client.api(`/records/${record}/entries/${sequence}`)
      result.said = await page.locator('main').innerText()
      result.entries = [{ record, sequence: Number(sequence) }, ...first.related]
    })
    return result
  })()
  return done
}

export const visit = [
  ['two steps and at most eight actions besides typing', async (place) => {
    const { opening, actions, pages } = await signedVisit(place)
    const steps = pages.slice(0, -1)
    assert.equal(opening, 1, 'one click opens it from My work')
    assert.equal(steps.length, 2, `the steps were ${steps.join(', ')}`)
    assert.ok(actions.length <= mostActions, `${actions.length} actions: ${actions.join('; ')}`)
  }],
  ['what was typed once is there to be checked, with each child’s own part', async (place) => {
    const { checked, children } = await signedVisit(place)
    assert.equal(checked.split(account).length, 2, 'the shared account stands there once')
    children.forEach((child, number) => assert.ok(checked.includes(wordsOf(child, number).voice)))
  }],
  ['rec_1 one entry on each child’s own record, linked as one event', async (place) => {
    const { entries, children, client, said } = await signedVisit(place)
    assert.match(said, /entry on each of 4 children/)
    assert.deepEqual(
      entries.map(({ record }) => record).sort(),
      children.map(({ record }) => record).sort(),
    )
    const read = await Promise.all(
      entries.map(({ record, sequence }) => client.api(`/records/${record}/entries/${sequence}`)),
    )
    assert.equal(new Set(read.map(({ event }) => event)).size, 1, 'one event')
    assert.equal(new Set(read.map(({ recorded }) => recorded)).size, 1, 'at one moment')
    const places = read.map(({ position }) => position).sort((left, right) => left - right)
    assert.deepEqual(places, places.map((_, number) => places[0] + number), 'in one commit')
    for (const entry of read) {
      assert.ok(Number.isInteger(entry.sequence) && entry.sequence > 1)
      assert.equal(entry.related.length, 3)
    }
  }],
  ['rec_1 no child’s private words on another child’s record', async (place) => {
    const { entries, children, client } = await signedVisit(place)
    for (const { record, sequence } of entries) {
      const path = `/records/${record}/entries/${sequence}`
      const texts = [
        (await client.page(path)).text,
        (await client.get(`/api/v1${path}`)).text,
        (await client.page(`/records/${record}`)).text,
        (await client.page(`/records/${record}/chronology`)).text,
        (await client.get(`/api/v1/records/${record}/entries`)).text,
      ]
      for (const child of children) {
        const own = child.record === record
        const mark = `(${child.record})`
        for (const [number, text] of texts.entries()) {
          assert.equal(text.includes(mark), own, `text ${number} of ${own ? 'the same' : 'another'} child`)
        }
      }
    }
  }],
  ['rec_5 rec_12 the entry says who signed it, when, and its number in the record', async (place) => {
    const { entries, client } = await signedVisit(place)
    const { signer } = await client.api('/me')
    for (const { record, sequence } of entries) {
      const { text } = await client.page(`/records/${record}/entries/${sequence}`)
      for (const words of [signer.name, signer.post_title, signer.agency, `${form}@`, `${sequence} of ${sequence}`]) {
        assert.ok(text.includes(words), `the entry's page says ${words}`)
      }
    }
  }],
  ['chd_2 each record says when the child was last seen and last seen alone', async (place) => {
    const { children, client } = await signedVisit(place)
    for (const { record } of children) {
      const header = await client.api(`/records/${record}`)
      assert.equal(header.last_seen, today)
      assert.equal(header.last_seen_alone, today)
      const { text } = await client.page(`/records/${record}`)
      assert.match(text, /Last seen alone<\/dt><dd>Today</)
    }
  }],
  ['My work no longer says that the visit is due now, and the draft is gone', async (place) => {
    const { before, children, client } = await signedVisit(place)
    const of = ({ visits }) => visits.find((visit) => visit.children.some(({ record }) => record === children[0].record))
    const after = of(await client.api('/work'))
    assert.ok(after.due_on > of(before).due_on, 'the visit is due later than before')
    assert.ok(after.due_on > today)
    assert.deepEqual((await client.api('/drafts')).drafts, [])
  }],
  ['rec_5 a visit that was begun leads from My work to its draft, and is not begun twice', async (place) => {
    const { client, children } = await signedVisit(place)
    const draft = newId()
    const typed = [['form_token', client.token], ...fields(children.slice(1, 2))]
    const kept = await client.request('POST', `/drafts/${draft}`, { form: typed, headers: client.own() })
    assert.equal(kept.status, 303)
    const line = async () => {
      const { text } = await client.page('/my-work')
      const lines = text.split('<li class="govuk-task-list__item').filter((one) => one.includes('id="visit-'))
      return lines.find((one) => one.includes(children[0].name))
    }
    assert.ok((await line()).includes(`href="/drafts/${draft}"`), 'the line leads to the draft')
    assert.match(await line(), /You have a draft of this, saved \d+ \w+ \d{4} at /)
    const { visits } = await client.api('/work')
    assert.deepEqual(visits.filter((visit) => visit.draft).map((visit) => visit.draft), [draft])
    assert.ok(visits.find((visit) => visit.draft).children.some(({ record }) => record === children[0].record))

    await client.change('DELETE', `/drafts/${draft}`)
    assert.ok((await line()).includes(`href="/record/${form}?record=`), 'without a draft it starts one')
    assert.doesNotMatch(await line(), /You have a draft/)
  }],
  ['sent twice, as on a bad line, it is signed once and both times shows what was signed', async (place) => {
    const { client, children } = await signedVisit(place)
    const draft = newId()
    const send = (path, pairs) =>
      client.request('POST', path, { form: [['form_token', client.token], ...pairs], headers: client.own() })
    await send(`/drafts/${draft}/check`, fields(children))
    const total = async () => (await client.api(`/records/${children[0].record}/entries`)).total
    const before = await total()
    const first = await send(`/drafts/${draft}/sign`, [['draft_version', '1']])
    const again = await send(`/drafts/${draft}/sign`, [['draft_version', '1']])
    assert.equal(first.status, 303)
    assert.equal(await total(), before + 1)
    assert.equal(again.status, 303, 'the second answer is no error')
    assert.equal(again.headers.location, first.headers.location)
  }],
  ['what changed while it was being signed is not lost: nothing is signed, and the draft is there', async (place) => {
    const { client, children } = await signedVisit(place)
    const draft = newId()
    const send = (path, pairs) =>
      client.request('POST', path, { form: [['form_token', client.token], ...pairs], headers: client.own() })
    await send(`/drafts/${draft}/check`, fields(children))
    const newer = [...fields(children), ['shared.others', 'nobody']]
    await send(`/drafts/${draft}`, [['draft_version', '1'], ...newer])
    const total = async () => (await client.api(`/records/${children[0].record}/entries`)).total
    const before = await total()
    const answer = await send(`/drafts/${draft}/sign`, [['draft_version', '1']])
    assert.equal(answer.status, 409)
    assert.match(answer.text, /Nothing was signed/)
    assert.equal(await total(), before)
    assert.equal((await client.api(`/drafts/${draft}`)).version, 2)
    await client.change('DELETE', `/drafts/${draft}`)
  }],
  ['words typed after signing, from an older page, are a draft of their own and not called signed', async (place) => {
    const { client, children } = await signedVisit(place)
    const draft = newId()
    const send = (path, pairs) =>
      client.request('POST', path, { form: [['form_token', client.token], ...pairs], headers: client.own() })
    await send(`/drafts/${draft}/check`, fields(children))
    assert.equal((await send(`/drafts/${draft}/sign`, [['draft_version', '1']])).status, 303)
    for (const version of ['0', '1']) {
      const later = [['draft_version', version], ...fields(children), ['shared.what_happened.1.text', 'A mark on the arm.']]
      const answer = await send(`/drafts/${draft}/check`, later)
      assert.equal(answer.status, 409)
      assert.match(answer.text, /You have signed this already/)
      const [, copy] = /href="\/drafts\/([^"/]+)"/.exec(answer.text)
      assert.match((await client.page(`/drafts/${copy}`)).text, /A mark on the arm\./)
      await client.change('DELETE', `/drafts/${copy}`)
    }
  }],
  ['a visit cannot be signed as if it corrected something, and so stay out of the chronology', async (place) => {
    const { client, children } = await signedVisit(place)
    const draft = newId()
    const send = (path, pairs) =>
      client.request('POST', path, { form: [['form_token', client.token], ...pairs], headers: client.own() })
    await send(`/drafts/${draft}/check`, [...fields(children), ['corrects', '1']])
    const answer = await send(`/drafts/${draft}/sign`, [['draft_version', '1']])
    assert.equal(answer.status, 303, answer.text)
    const [, , record, , sequence] = answer.headers.location.split(/[/?]/)
    assert.equal((await client.api(`/records/${record}/entries/${sequence}`)).corrects, undefined)
    const listed = (await client.api(`/records/${record}/entries`)).entries
    assert.ok(listed.some((one) => String(one.sequence) === sequence), 'it is in the chronology')
  }],
  ['before signing, the page says what was typed and will not be signed', async (place) => {
    const { client, children } = await signedVisit(place)
    const draft = newId()
    const send = (path, pairs) =>
      client.request('POST', path, { form: [['form_token', client.token], ...pairs], headers: client.own() })
    const last = children.at(-1)
    const without = fields(children).filter(([name, value]) => name !== 'children' || value !== last.record)
    const answer = await send(`/drafts/${draft}/check`, [...without, ['shared.bedrooms_reason', 'The attic.']])
    assert.equal(answer.status, 303, answer.text)
    const { text } = await client.page(`/drafts/${draft}/check`)
    assert.match(text, /This is not signed, and is not kept/)
    assert.ok(text.includes(`What you typed about ${last.name.split(' ')[0]}, who is not ticked`))
    assert.match(text, /Which did you not see, and why not\?.{1,9}, which is not asked/)
    await client.change('DELETE', `/drafts/${draft}`)
  }],
]
