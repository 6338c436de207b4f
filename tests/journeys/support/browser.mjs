// One Chromium for all journeys, and windows in it that notice every complaint and every request.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { headerFaults } from './headers.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

// Without these a browser calls its maker's hosts. The sandbox needs rights that root lacks.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
]

/** A page that is answered with an error is one of ours to look at, and no complaint. */
const isAnswerToPage = (message, page) =>
  /status of (403|404|409|422)/.test(message.text()) && message.location().url === page.url()

export class Browser {
  /** `notes.foreign`: requests to other places; `notes.bare`: answers that lack a header. */
  constructor(notes) {
    this.notes = notes
  }

  async open(executablePath) {
    this.chromium = await chromium.launch({ executablePath, headless: true, args: flags })
  }

  close() {
    return this.chromium?.close()
  }

  /** A window of somebody's own, with nothing kept from any other. */
  async window(origin, { width = 1280, height = 900, mayComplain, ...rest } = {}) {
    const context = await this.chromium.newContext({
      viewport: { width, height },
      locale: 'en-GB',
      timezoneId: 'Europe/London',
      baseURL: origin,
      ...rest,
    })
    context.setDefaultTimeout(10_000)
    context.setDefaultNavigationTimeout(20_000)
    const window = { context, complaints: [], scripted: rest.javaScriptEnabled !== false }
    context.on('request', (request) => {
      const url = new URL(request.url())
      if (url.origin !== origin && url.protocol !== 'about:') this.notes.foreign.push(request.url())
    })
    context.on('response', (response) => {
      if (!response.url().startsWith(origin)) return
      const answer = { url: response.url(), status: response.status(), headers: response.headers() }
      this.notes.bare.push(...headerFaults(answer))
    })
    window.tab = async () => {
      const page = await context.newPage()
      page.on('console', (message) => {
        const matters = message.type() === 'error' || message.type() === 'warning'
        if (matters && !isAnswerToPage(message, page)) window.complaints.push(message.text())
      })
      page.on('pageerror', (error) => window.complaints.push(error.message))
      return page
    }
    window.page = await window.tab()
    return window
  }

  /** Gives a signed-in window to `use`, and closes it. Nothing may have been complained of. */
  async as(link, settings, use) {
    const origin = new URL(link).origin
    const window = await this.window(origin, settings)
    try {
      await window.page.goto(link)
      await ready(window.page, window)
      await use(window.page, window)
      if (!settings.mayComplain && window.complaints.length > 0) {
        throw new Error(`the browser complained: ${[...new Set(window.complaints)].join(' | ')}`)
      }
    } finally {
      await window.context.close()
    }
  }
}

/** Until the page's own scripts have run. */
export async function ready(page, { scripted = true } = {}) {
  await page.waitForSelector(scripted ? 'html[data-ready]' : 'main')
}

export async function visit(page, path) {
  const answer = await page.goto(path)
  await ready(page)
  return answer
}

/** What axe finds wrong, as lines to read. */
export async function accessibilityFaults(page) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(
    (values) =>
      globalThis.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }),
    rules,
  )
  return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}`))
}

/** How far the page can be moved sideways, in pixels. */
export function sidewaysScroll(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

export async function picture(page, folder, name) {
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
