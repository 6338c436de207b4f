// Opens pages, and notices everything that a browser complains about.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Opens `name` in a window of its own, gives it to `look`, and closes it. */
export async function visit({ browser, server }, name, settings, look) {
  const { width = 1280, height = 900, ...rest } = settings
  const context = await browser.newContext({
    viewport: { width, height },
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    ...rest,
  })
  const complaints = []
  try {
    const page = await context.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(`${server.origin}/${name}`)
    if (settings.javaScriptEnabled !== false) await page.waitForSelector('html[data-ready]')
    await look(page, complaints)
  } finally {
    await context.close()
  }
}

/** What axe finds wrong, as lines to read. */
export async function faults(page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(
    (values) =>
      globalThis.axe.run(document, {
        runOnly: { type: 'tag', values },
        resultTypes: ['violations'],
      }),
    rules,
  )
  return violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`),
  )
}

/** How far the page can be moved sideways, in pixels. */
export function sidewaysScroll(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}
