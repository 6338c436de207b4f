// Every page and every state of it: no fault that axe finds, nothing the browser complains of, room on a
// small screen, the keyboard alone, and no scripts.
import assert from 'node:assert/strict'
import { accessibilityFaults, picture, ready, sidewaysScroll } from './support/browser.mjs'
import { Hand } from './support/hand.mjs'
import { fillIn, form, signVisit } from './support/visit_form.mjs'
import { household, newId, nobodysId } from './support/world.mjs'

const wide = { width: 1280, height: 900 }
const phone = { width: 360, height: 740 }
const narrow = { width: 320, height: 640 }

async function openDisclosures(page) {
  for (const summary of await page.locator('details:not([open]) > summary').all()) {
    if (await summary.isVisible()) await summary.click()
  }
  const menu = page.locator('.govuk-service-navigation__toggle')
  const isClosed = (await menu.isVisible().catch(() => false)) && (await menu.getAttribute('aria-expanded')) === 'false'
  if (isClosed) await menu.click()
}

/** Chooses, in each question, the next answer that shows further questions. False when there is none. */
function showFurtherQuestions(page, number) {
  return page.evaluate((next) => {
    const groups = new Map()
    for (const input of document.querySelectorAll('input[aria-controls][type=radio], input[data-aria-controls][type=radio]')) {
      groups.set(input.name, [...(groups.get(input.name) ?? []), input])
    }
    let shown = false
    for (const inputs of groups.values()) {
      if (!inputs[next]) continue
      inputs[next].click()
      shown = true
    }
    return shown
  }, number)
}

/** What belongs into the program and not before a person. */
const internal = [
  /\{\w+\}/, // a place-holder
  /\b(null|undefined|NaN|true|false)\b/,
  /\b[a-z]+_[a-z_]+\b/, // a name in the program
  /\b(payload|projection|idempoten\w+|CSRF|JSON|TOML|SQL|exception|stack trace|invalid|submit|user|subject|service user)\b/i,
]

/** On the page of a proof the ledger's own words stand in a block of their own. */
async function wordsNotPlain(page) {
  const text = await page.evaluate(() => {
    const blocks = [...document.querySelectorAll('pre')].map((element) => element.innerText)
    return blocks.reduce((rest, block) => rest.replace(block, ''), document.body.innerText)
  })
  return internal.flatMap((pattern) => pattern.exec(text)?.[0] ?? [])
}

class Examination {
  constructor(page, pictures) {
    this.page = page
    this.pictures = pictures
    this.found = []
  }

  async look(name, size, state) {
    await this.page.setViewportSize(size)
    for (const fault of await accessibilityFaults(this.page)) {
      this.found.push(`${name}, ${state}, ${size.width}: ${fault}`)
    }
    await this.room(name, size, state)
    await picture(this.page, this.pictures, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}-${state}-${size.width}`)
  }

  async room(name, size, state) {
    await this.page.setViewportSize(size)
    const over = await sidewaysScroll(this.page)
    if (over > 0) this.found.push(`${name}, ${state}, ${size.width}: moves sideways by ${over}`)
  }

  async words(name, state) {
    for (const word of await wordsNotPlain(this.page)) this.found.push(`${name}, ${state}: says “${word}”`)
  }

  async everything(name) {
    await this.words(name, 'closed')
    await this.look(name, wide, 'closed')
    await this.look(name, phone, 'closed')
    await this.room(name, narrow, 'closed')
    await openDisclosures(this.page)
    const isForm = await showFurtherQuestions(this.page, 0)
    await this.words(name, 'open')
    await this.look(name, phone, 'open')
    await this.room(name, narrow, 'open')
    await this.look(name, wide, 'open')
    for (let next = 1; isForm && (await showFurtherQuestions(this.page, next)); next += 1) {
      await this.look(name, wide, `open-${next + 1}`)
      await this.room(name, narrow, `open-${next + 1}`)
    }
  }
}

async function pressContinue(page) {
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.locator('.govuk-error-summary').waitFor()
}

/** An entry to look at, made once. */
let made
function setting(place) {
  made ??= (async () => {
    const demonstration = await place.shared()
    const found = await household(demonstration, 4)
    const [{ record, sequence }] = (await signVisit(found.client, found.children)).entries
    return { demonstration, ...found, record, sequence, entry: `/records/${record}/entries/${sequence}` }
  })()
  return made
}

/** Begins a visit, and comes back to My work. */
const begin = (record) => async (page) => {
  await page.goto(`/record/${form}?record=${record}`)
  await page.getByRole('button', { name: 'Save and come back later' }).click()
  await page.waitForURL('**/my-work')
}

/** Each page: its name, where it is, and what to do there first. */
const pages = {
  'finding one’s work': ({ record, children }) => [
    ['my work', '/my-work'],
    ['find', '/find'],
    ['found', `/find?name=${encodeURIComponent(children[0].name.slice(0, 3))}`],
    ['found nobody', '/find?name=zzqx'],
    ['record', '/record'],
    ['record something', `/record?record=${record}`],
  ],
  'the visit': ({ record, children }) => [
    ['my work with a draft', '/my-work', begin(record)],
    ['visit', `/record/${form}?record=${record}`],
    ['visit with errors', `/record/${form}?record=${record}`, pressContinue],
    ['check your answers', `/record/${form}?record=${record}`, async (page) => {
      await fillIn(new Hand(page), children)
      await page.getByRole('button', { name: 'Continue', exact: true }).click()
      await page.waitForURL('**/check')
    }],
  ],
  'every other form': async ({ record, client }) => {
    const { forms } = await client.api('/forms')
    const choice = (await client.page(`/record?record=${record}`)).text
    const others = forms.filter(({ id }) => id !== form && choice.includes(`/record/${id}?`))
    assert.ok(others.length > 2)
    return others.flatMap(({ id }) => [
      [`form ${id}`, `/record/${id}?record=${record}`],
      [`form ${id} with errors`, `/record/${id}?record=${record}`, pressContinue],
    ])
  },
  'a record and its entries': ({ record, entry, sequence }) => [
    ['story so far', `/records/${record}`],
    ['chronology', `/records/${record}/chronology`],
    ['entry', entry],
    ['entry just signed', `${entry}?signed=${sequence}`],
    ['correct', `${entry}/correct`],
    ['correct with errors', `${entry}/correct`, pressContinue],
    ['corrected entry', `${entry}/correct`, async (page) => {
      await page.locator('[name="shared.what_was_wrong"]').fill('The room was the front room.')
      await page.locator('[name="shared.what_is_right.0.text"]').fill('It was the back room.')
      await page.locator('[name="shared.how_known"]').fill('I looked at my notes again.')
      await page.getByRole('button', { name: 'Continue', exact: true }).click()
      await page.getByRole('button', { name: 'Sign', exact: true }).click()
      await page.waitForURL(/\/entries\/\d+\?signed/)
    }],
    ['history and proof', `${entry}/proof`],
  ],
  'what is the same for everybody': ({ record }) => [
    ['account', '/account'],
    ['help', '/help'],
    ['accessibility', '/accessibility'],
    ['privacy', '/privacy'],
    ['about', '/about'],
    ['nothing here', `/records/${nobodysId(record)}`],
  ],
}

async function examine(place, list) {
  const here = await setting(place)
  const browser = await place.browser()
  const faults = []
  await browser.as(here.demonstration.link(here.role), { mayComplain: true }, async (first, window) => {
    for (const [name, path, prepare] of await list(here)) {
      const page = await window.tab()
      const examination = new Examination(page, place.pictures)
      await page.goto(path)
      await ready(page)
      if (prepare) await prepare(page)
      await ready(page)
      await examination.everything(name)
      faults.push(...examination.found)
      await page.close()
    }
    faults.push(...new Set(window.complaints))
  })
  assert.deepEqual(faults, [])
}

async function examineSignIn(place) {
  const demonstration = await place.shared()
  const browser = await place.browser()
  const window = await browser.window(demonstration.url)
  try {
    const { page } = window
    const examination = new Examination(page, place.pictures)
    await page.goto(`${demonstration.url}/sign-in`)
    await ready(page)
    await examination.everything('sign in')
    await page.locator('[name="login"]').fill('nobody')
    await page.locator('main').getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.locator('.govuk-error-summary').waitFor()
    await ready(page)
    await examination.everything('sign in refused')
    await page.goto(`${demonstration.url}/no-such-page`)
    await ready(page)
    await examination.everything('nothing here signed out')
    assert.deepEqual([...examination.found, ...window.complaints], [])
  } finally {
    await window.context.close()
  }
}

/** Only a draft keeps what was typed: whoever asked for any other page is promised nothing. */
async function whatWasKept(place) {
  const demonstration = await place.shared()
  const { client, children } = await household(demonstration, 4)
  const kept = /What you were typing has been kept/
  const signIn = async (path) => (await client.page(`/sign-in?return=${encodeURIComponent(path)}`)).text
  assert.match(await signIn(`/drafts/${newId()}`), kept)
  assert.match(await signIn(`/drafts/${newId()}/check`), kept)
  for (const path of [`/records/${children[0].record}`, '/find?name=x', '/drafts/', '/drafts/x', '/draftsx', '//example.org']) {
    assert.doesNotMatch(await signIn(path), kept, path)
  }
  assert.match(await signIn('/find'), /Sign in to go on to the page you asked for/)
  assert.doesNotMatch(await signIn('/my-work'), /Sign in to go on/)
}

/** How the thing that has the focus looks, and where it is. */
function focused(page) {
  return page.evaluate(() => {
    const element = document.activeElement
    if (element === document.body || element === null) return undefined
    window.looks ??= (one) => {
      const pick = (style) => [style.outline, style.boxShadow, style.backgroundColor, style.borderColor].join('|')
      const label = one.matches('[type=radio], [type=checkbox]') ? one.nextElementSibling : undefined
      return pick(getComputedStyle(one)) + (label ? pick(getComputedStyle(label, '::before')) : '')
    }
    window.visited ??= []
    const box = element.getBoundingClientRect()
    const inside = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 10))
    const covered = box.height > 0 && inside !== null && !element.contains(inside) && !inside.contains(element) &&
      inside.tagName !== 'LABEL'
    window.visited.push({ element, look: window.looks(element) })
    return { covered, inView: box.bottom > 0 && box.top < innerHeight, what: element.outerHTML.slice(0, 90) }
  })
}

/** Everything that the keyboard should reach: of each group of radios, one. */
function reachable(page) {
  return page.evaluate(() => {
    const groups = new Set()
    const all = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    return all.filter((element) => {
      if (element.disabled || element.tabIndex < 0 || !element.checkVisibility()) return false
      if (element.type !== 'radio') return true
      const isFirst = !groups.has(element.name)
      groups.add(element.name)
      return isFirst
    }).length
  })
}

async function keyboardAlone(place) {
  const demonstration = await place.shared()
  const browser = await place.browser()
  const { role, children } = await household(demonstration, 4)
  await browser.as(demonstration.link(role), phone, async (page) => {
    await page.goto(`/record/${form}?record=${children[0].record}`)
    await ready(page)
    const wanted = await reachable(page)
    const faults = []
    let stops = 0
    for (; stops < wanted + 20; stops += 1) {
      await page.keyboard.press('Tab')
      const stop = await focused(page)
      if (!stop) break
      if (!stop.inView) faults.push(`out of view: ${stop.what}`)
      if (stop.covered) faults.push(`covered: ${stop.what}`)
    }
    assert.equal(stops, wanted, 'the Tab key reaches everything once')
    const unseen = await page.evaluate(() => {
      document.activeElement?.blur()
      return window.visited
        .filter(({ element, look }) => window.looks(element) === look)
        .map(({ element }) => `looks the same with the focus: ${element.outerHTML.slice(0, 90)}`)
    })
    assert.deepEqual([...faults, ...unseen], [])
  })
}

async function keyboardSigns(place) {
  const demonstration = await place.shared()
  const browser = await place.browser()
  const { role, children } = await household(demonstration, 4)
  await browser.as(demonstration.link(role), {}, async (page) => {
    await page.goto(`/record/${form}?record=${children[0].record}`)
    await fillIn(new Hand(page), children)
    const radio = page.locator('input[name="shared.others"]').first()
    await radio.focus()
    await page.keyboard.press('ArrowDown')
    assert.equal(await page.locator('[name="shared.who_else"]').isVisible(), true, 'the arrow key chooses')
    await page.keyboard.press('ArrowUp')
    await page.locator('[name="shared.place"]').focus()
    await Promise.all([page.waitForURL('**/check'), page.keyboard.press('Enter')])
    await page.getByRole('button', { name: 'Sign', exact: true }).focus()
    await Promise.all([page.waitForURL('**/entries/*'), page.keyboard.press('Enter')])
    assert.match(await page.locator('main').innerText(), /Signed\./)
  })
}

async function withoutScripts(place) {
  const demonstration = await place.shared()
  const browser = await place.browser()
  const { role, children, client } = await household(demonstration, 4)
  // A visit with a draft would lead to that.
  for (const { draft } of (await client.api('/drafts')).drafts) await client.change('DELETE', `/drafts/${draft}`)
  await browser.as(demonstration.link(role), { ...phone, javaScriptEnabled: false }, async (page) => {
    const row = page.locator('.govuk-task-list__item').filter({ hasText: children[0].name })
    await row.getByRole('link').first().click()
    await page.waitForURL(`**/record/${form}?*`)
    assert.equal(await sidewaysScroll(page), 0)
    for (const { record } of children) assert.equal(await page.locator(`#part-${record}`).isVisible(), true)
    await fillIn(new Hand(page), children)
    await page.getByRole('button', { name: 'Continue', exact: true }).click()
    await page.waitForURL('**/check')
    await page.getByRole('button', { name: 'Sign', exact: true }).click()
    await page.waitForURL(/\/entries\/\d+/)
    const [, , record, , sequence] = new URL(page.url()).pathname.split('/')
    assert.equal((await client.api(`/records/${record}/entries/${sequence}`)).related.length, 3)
    await page.goto('/find')
    await page.getByLabel('Name or date of birth').fill(children[0].name)
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: children[0].name }).click()
    await page.waitForURL(`**/records/${children[0].record}`)
  })
}

export const accessibility = [
  ...Object.entries(pages).map(([what, list]) => [
    `${what}: no fault, no complaint and no sideways scroll in any state`,
    (place) => examine(place, list),
  ]),
  ['signing in, and being refused: the same', examineSignIn],
  ['the sign-in page says that typing was kept only where it leads to a draft', whatWasKept],
  ['the Tab key reaches everything on the visit’s form, and the focus is always seen', keyboardAlone],
  ['a visit is signed with the keyboard', keyboardSigns],
  ['without scripts the whole visit works, from My work to the signed entry', withoutScripts],
]
