// Serves the component pages on this machine only, with the policy that the real server sends, and
// plays the part of the server that keeps drafts.
import { createServer } from 'node:http'
import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

const types = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.html': 'text/html; charset=utf-8',
}

/** `heed.3f2a90c1d4e5.css` is the file `heed.css`. */
const withoutHash = (name) => name.replace(/\.[0-9a-f]{12}(\.[a-z0-9]+)$/, '$1')

export class PageServer {
  constructor(pages, assets) {
    this.pages = pages
    this.assets = assets
    this.policy = readFileSync(join(pages, 'policy.txt'), 'utf8')
    this.missing = []
    this.drafts = []
    /** How the next drafts are answered; the last one stays. */
    this.answers = [{ status: 200, json: { saved_at: '2026-11-22T14:02:00.000Z', version: '8' } }]
  }

  async start() {
    this.server = createServer((request, response) => this.answer(request, response))
    await new Promise((done) => this.server.listen(0, '127.0.0.1', done))
    this.origin = `http://127.0.0.1:${this.server.address().port}`
  }

  async stop() {
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
  }

  answer(request, response) {
    response.setHeader('Content-Security-Policy', this.policy)
    response.setHeader('X-Content-Type-Options', 'nosniff')
    response.setHeader('Cache-Control', 'no-store')
    const path = new URL(request.url, this.origin).pathname
    if (request.method === 'POST' && path.startsWith('/drafts/')) return this.keep(request, response)
    const file = path.startsWith('/assets/')
      ? join(this.assets, withoutHash(path.slice('/assets/'.length)))
      : join(this.pages, `${path.slice(1) || 'record'}.html`)
    if (!existsSync(file)) {
      if (path.startsWith('/assets/')) this.missing.push(path)
      response.writeHead(404).end()
      return
    }
    response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream')
    response.end(readFileSync(file))
  }

  async keep(request, response) {
    let body = ''
    for await (const piece of request) body += piece
    this.drafts.push({ body: new URLSearchParams(body), headers: request.headers })
    const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0]
    if (answer.wait) await answer.wait
    if (answer.broken) {
      // Breaks off in the middle: a browser that gets nothing at all would silently ask again.
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100' })
      response.write('{', () => request.socket.destroy())
      return
    }
    response.writeHead(answer.status, { 'Content-Type': 'application/json', ...answer.headers })
    response.end(JSON.stringify(answer.json ?? {}))
  }
}
