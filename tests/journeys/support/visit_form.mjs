// A visit to brothers and sisters, as it is typed into the page and as a program sends it.
import { today } from './place.mjs'

export const form = 'visit-to-child-at-home'
const settled = 'had eaten, was warm and was at ease with everybody in the room.'

/** What is true for all of them, and typed once. */
export const account = 'Everybody was in the kitchen and helped to lay the table.'

/** Words that belong on one child's record alone. */
export const wordsOf = (child, number) => ({
  voice: `“My own wish, number ${number}, is about my drawing.” (${child.record})`,
  worries: `Nothing today about child ${number}: the child ${settled}`,
  analysis: `Child ${number} is settled here and misses a friend.`,
})

const sharedWords = {
  what_happened: account,
  next_steps: 'I will visit again in three weeks, after school.',
}

/** Fills in the whole page with the fewest clicks there are. */
export async function fillIn(hand, children, { shared = {}, child = {} } = {}) {
  const texts = { ...sharedWords, ...shared }
  await hand.type('shared.visited_at', '8:15am')
  await hand.choose('shared.others', 'nobody')
  await hand.choose('shared.bedrooms', 'all')
  for (const [question, words] of Object.entries(texts)) {
    await hand.type(`shared.${question}.0.text`, words)
  }
  for (const [number, one] of children.entries()) {
    const prefix = `child.${one.record}`
    const words = { ...wordsOf(one, number), ...child }
    await hand.choose(`${prefix}.sight`, 'alone')
    await hand.type(`${prefix}.voice`, words.voice)
    await hand.type(`${prefix}.worries.0.text`, words.worries)
    await hand.type(`${prefix}.analysis.0.text`, words.analysis)
  }
}

export async function setDay(page, iso) {
  const [year, month, day] = iso.split('-').map(Number)
  await page.locator('[name="shared.visited_on.day"]').fill(String(day))
  await page.locator('[name="shared.visited_on.month"]').fill(String(month))
  await page.locator('[name="shared.visited_on.year"]').fill(String(year))
}

const statement = (text, kind) => [{ text, kind, source: 'first_hand' }]

/** The same visit as JSON. */
export function event(children, { day = today, shared = {}, child = {} } = {}) {
  return {
    form,
    shared: {
      visited_on: day,
      visited_at: '08:15',
      place: 'Their home',
      others: 'nobody',
      what_happened: statement(sharedWords.what_happened, 'fact'),
      bedrooms: 'all',
      next_steps: statement(sharedWords.next_steps, 'decision'),
      ...shared,
    },
    children: children.map((one, number) => {
      const words = wordsOf(one, number)
      return {
        record: one.record,
        answers: {
          sight: 'alone',
          voice: words.voice,
          worries: statement(words.worries, 'judgement'),
          analysis: statement(words.analysis, 'assessment'),
          ...child,
        },
      }
    }),
  }
}

let signed = 0

/** Signs a visit through the API and gives the entries it made. */
export async function signVisit(client, children, options) {
  signed += 1
  const answer = await client.change('POST', '/events', event(children, options), {
    'Idempotency-Key': `journey ${process.pid} ${signed}`,
  })
  if (answer.status !== 200) throw new Error(`the visit was not signed: ${answer.text}`)
  return answer.json()
}

/** The same visit as the fields of the page's own form. */
export function fields(children, { day = today } = {}) {
  const [year, month, date] = day.split('-').map(Number)
  const pairs = [
    ['form', form],
    ...children.map((one) => ['children', one.record]),
    ['shared.visited_on.day', date],
    ['shared.visited_on.month', month],
    ['shared.visited_on.year', year],
    ['shared.visited_at', '08:15'],
    ['shared.place', 'Their home'],
    ['shared.others', 'nobody'],
    ['shared.bedrooms', 'all'],
    ['shared.what_happened.0.text', sharedWords.what_happened],
    ['shared.next_steps.0.text', sharedWords.next_steps],
  ]
  for (const [number, one] of children.entries()) {
    const words = wordsOf(one, number)
    pairs.push([`child.${one.record}.sight`, 'alone'])
    pairs.push([`child.${one.record}.voice`, words.voice])
    pairs.push([`child.${one.record}.worries.0.text`, words.worries])
    pairs.push([`child.${one.record}.analysis.0.text`, words.analysis])
  }
  return pairs.map(([name, value]) => [name, String(value)])
}
