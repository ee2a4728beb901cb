/** Renders the whole application in a DOM at an address, against a stubbed `fetch`; for tests. */

import { createMemoryHistory } from '@tanstack/react-router'
import { cleanup, configure, render } from '@testing-library/react'
import { afterEach, vi } from 'vitest'
import { App } from '../src/app/app.tsx'

/** What the server answers: a value as JSON, or a status with a problem, or never. */
export type Answer = { body: unknown; etag?: string } | { status: number; detail: string } | 'never'
export type Answers = Record<string, Answer | ((url: URL, body: unknown) => Answer)>

// A busy machine may take longer than the usual second.
configure({ asyncUtilTimeout: 8000 })

afterEach(() => {
  cleanup()
  localStorage.clear()
  vi.unstubAllGlobals()
})

/** Paths are without `/api/v1`; the longest that fits answers. Returns the URLs that were asked for. */
export function renderApp(address: string, answers: Answers) {
  const requests: { method: string; url: URL; body: unknown; ifMatch: string | null }[] = []
  layOut()
  vi.stubGlobal('fetch', (input: string, init: RequestInit = {}) => {
    const url = new URL(input, 'http://localhost')
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
    const ifMatch = new Headers(init.headers).get('if-match')
    requests.push({ method: init.method ?? 'GET', url, body, ifMatch })
    if (init.method === 'DELETE') {
      // Signing out is the one that answers: where the provider's session ends.
      const isSigningOut = url.pathname === '/api/v1/session'
      if (isSigningOut) return respond({ body: { provider_logout_url: null } })
      return Promise.resolve(new Response(null, { status: 204 }))
    }
    return respond(findAnswer(answers, url, body))
  })
  const history = createMemoryHistory({ initialEntries: [address] })
  const view = render(<App history={history} />)
  return { ...view, requests, address: () => history.location.href }
}

function findAnswer(answers: Answers, url: URL, body: unknown): Answer {
  const path = url.pathname.replace('/api/v1', '')
  const key = Object.keys(answers)
    .filter((it) => path === it || path.startsWith(`${it}/`))
    .sort((a, b) => b.length - a.length)[0]
  const answer = key === undefined ? undefined : answers[key]
  if (answer === undefined) return { status: 404, detail: `The test has no answer for ${path}.` }
  return typeof answer === 'function' ? answer(url, body) : answer
}

function respond(answer: Answer): Promise<Response> {
  if (answer === 'never') return new Promise(() => undefined)
  if ('body' in answer) {
    const headers = answer.etag === undefined ? {} : { etag: answer.etag }
    return Promise.resolve(Response.json(answer.body, { headers }))
  }
  const problem = { type: 'about:blank', title: 'Problem', request_id: 'req-1', ...answer }
  return Promise.resolve(Response.json(problem, { status: answer.status }))
}

/** A DOM without layout: everything gets one size, so that virtual rows are drawn. */
function layOut(): void {
  const size = { configurable: true, get: () => 900 }
  for (const name of ['offsetHeight', 'offsetWidth', 'clientHeight', 'clientWidth']) {
    Object.defineProperty(HTMLElement.prototype, name, size)
  }
  vi.stubGlobal('matchMedia', (query: string) => ({
    matches: query.includes('min-width'),
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }))
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
  Range.prototype.getClientRects = () => Object.assign([], { item: () => null })
  Range.prototype.getBoundingClientRect = () => new DOMRect()
  Element.prototype.scrollTo = () => undefined
  Object.defineProperty(document, 'fonts', { configurable: true, value: new EventTarget() })
  Element.prototype.scrollIntoView = () => undefined
  window.scrollTo = () => undefined
}
