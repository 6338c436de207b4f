// A plain HTTP client that sends exactly what it is told to, so that a journey can be a browser, a
// program with the API or somebody who means harm.
import http from 'node:http'
import https from 'node:https'
import { headerFaults } from './headers.mjs'

const patience = 20_000

export class Client {
  /** `faults` collects what answers lack that every answer must have. */
  constructor(origin, faults = []) {
    this.origin = origin
    this.faults = faults
    this.cookies = new Map()
    this.token = undefined
  }

  /** Somebody else's browser with the same session. */
  twin() {
    const twin = new Client(this.origin, this.faults)
    twin.cookies = new Map(this.cookies)
    twin.token = this.token
    return twin
  }

  async request(method, path, { headers = {}, body, json, form } = {}) {
    const sent = { ...headers }
    let bytes = body
    if (json !== undefined) {
      bytes = JSON.stringify(json)
      sent['Content-Type'] ??= 'application/json'
    }
    if (form !== undefined) {
      bytes = new URLSearchParams(form).toString()
      sent['Content-Type'] ??= 'application/x-www-form-urlencoded'
    }
    if (bytes !== undefined) sent['Content-Length'] ??= Buffer.byteLength(bytes)
    if (this.cookies.size > 0 && sent.Cookie === undefined) {
      sent.Cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    }
    const answer = await this.send(method, new URL(path, this.origin), sent, bytes)
    for (const cookie of answer.cookies) this.keep(cookie)
    this.faults.push(...headerFaults(answer))
    return answer
  }

  send(method, url, headers, body) {
    const { request } = url.protocol === 'https:' ? https : http
    return new Promise((resolve, reject) => {
      const call = request(url, { method, headers, agent: false, rejectUnauthorized: false, timeout: patience })
      call.on('timeout', () => call.destroy(new Error(`${method} ${url.pathname} took too long`)))
      call.on('error', reject)
      call.on('response', (response) => {
        const pieces = []
        response.on('data', (piece) => pieces.push(piece))
        response.on('error', reject)
        response.on('end', () => {
          const bytes = Buffer.concat(pieces)
          resolve({
            url: url.href,
            status: response.statusCode,
            headers: response.headers,
            cookies: response.headers['set-cookie'] ?? [],
            bytes,
            text: bytes.toString('utf8'),
            json: () => JSON.parse(bytes.toString('utf8')),
          })
        })
      })
      call.end(body)
    })
  }

  keep(cookie) {
    const [pair, ...rest] = cookie.split(';')
    const at = pair.indexOf('=')
    if (rest.some((part) => /^\s*max-age=0\s*$/i.test(part))) this.cookies.delete(pair.slice(0, at))
    else this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
  }

  get(path, headers = {}) {
    return this.request('GET', path, { headers })
  }

  /** A page of the site, as its own browser would ask for it. */
  page(path) {
    return this.get(path, { Accept: 'text/html', 'Sec-Fetch-Site': 'same-origin', 'Sec-Fetch-Mode': 'navigate' })
  }

  /** Follows a sign-in link and keeps the session and a form token. */
  async signIn(link) {
    const answer = await this.get(link, { Accept: 'text/html' })
    if (answer.status !== 303) throw new Error(`the sign-in link answers ${answer.status}`)
    await this.refreshToken()
    return this
  }

  async refreshToken() {
    this.token = formToken((await this.page('/account')).text)
    return this.token
  }

  /** What a page of the site would send along with a change. */
  own(headers = {}) {
    return { Origin: this.origin, 'Sec-Fetch-Site': 'same-origin', 'X-Form-Token': this.token, ...headers }
  }

  async api(path) {
    const answer = await this.get(`/api/v1${path}`)
    if (answer.status !== 200) throw new Error(`GET ${path} answers ${answer.status}: ${answer.text}`)
    return answer.json()
  }

  change(method, path, json, headers = {}) {
    return this.request(method, `/api/v1${path}`, { json, headers: this.own(headers) })
  }
}

export function formToken(page) {
  return /name="form_token" value="([^"]+)"/.exec(page)?.[1]
}
