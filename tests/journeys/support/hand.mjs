// The hand of the person at the page: it does every click there is, and counts them.

export class Hand {
  constructor(page) {
    this.page = page
    this.begin()
    page.on('framenavigated', (frame) => {
      if (frame === page.mainFrame()) this.pages.push(new URL(frame.url()).pathname)
    })
  }

  /** Counts from here. The page that is open is the first step. */
  begin() {
    this.actions = []
    this.pages = [new URL(this.page.url()).pathname]
  }

  async click(target, what) {
    this.actions.push(what ?? String(target))
    await target.click()
  }

  /** Clicks something that leads to another page, and waits for that. */
  async follow(target, what, path) {
    this.actions.push(what)
    await Promise.all([this.page.waitForURL(path), target.click()])
  }

  /** Chooses an answer to a question with choices. */
  async choose(question, answer) {
    this.actions.push(`${question} = ${answer}`)
    await this.page.locator(`input[name="${question}"][value="${answer}"]`).check()
  }

  /** Typing is free: it is the work itself. */
  async type(question, words) {
    await this.page.locator(`[name="${question}"]`).fill(words)
  }
}
