/** The clients of the load benchmark, in a process of their own: requests come when they come, whether the last is answered or not. */
import { Agent, request } from 'node:http'

export interface LoadPlan {
  base: string
  cookie: string
  perSecond: number
  seconds: number
  streams: number
  /** Chosen by their weights. `next` goes on where the first page ended. */
  urls: { name: string; url: string; weight: number }[]
  /** Whole cycles as agents send them, one after another with a pause between. */
  cycles: { credential: string; body: string }[]
  pauseMs: number
}

export interface LoadResult {
  /** Milliseconds from when each request was due. */
  times: { name: string; ms: number }[]
  errors: string[]
  cycles: number
  cycleMs: number[]
  events: number
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 })
const result: LoadResult = { times: [], errors: [], cycles: 0, cycleMs: [], events: 0 }

function send(
  plan: LoadPlan,
  { url, body, bearer }: { url: string; body?: string; bearer?: string },
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = bearer
      ? { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
      : { cookie: plan.cookie }
    const sent = request(
      `${plan.base}${url}`,
      { agent, method: body === undefined ? 'GET' : 'POST', headers },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (chunk: string) => {
          text += chunk
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
        answer.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

/** The same for every run. */
function createDraw(): () => number {
  let state = 12_345
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

async function ask(plan: LoadPlan, name: string, url: string, dueAt: number): Promise<string> {
  try {
    const { status, text } = await send(plan, { url })
    if (status !== 200) result.errors.push(`${status} ${url} ${text.slice(0, 200)}`)
    result.times.push({ name, ms: performance.now() - dueAt })
    return text
  } catch (error) {
    result.errors.push(`${url}: ${error instanceof Error ? error.message : error}`)
    return ''
  }
}

async function readAtRate(plan: LoadPlan): Promise<void> {
  const draw = createDraw()
  const sum = plan.urls.reduce((total, it) => total + it.weight, 0)
  const pending: Promise<unknown>[] = []
  const start = performance.now()
  let dueAt = start
  while (dueAt < start + plan.seconds * 1000) {
    // Arrivals as those of many people who know nothing of each other.
    dueAt += (-Math.log(1 - draw()) * 1000) / plan.perSecond
    const wait = dueAt - performance.now()
    if (wait > 0) await new Promise((go) => setTimeout(go, wait))
    let at = draw() * sum
    const chosen = plan.urls.find((it) => {
      at -= it.weight
      return at < 0
    })
    if (chosen) pending.push(ask(plan, chosen.name, chosen.url, dueAt))
  }
  await Promise.all(pending)
}

async function ingest(plan: LoadPlan, isOver: () => boolean): Promise<void> {
  for (const { credential, body } of plan.cycles) {
    if (isOver()) return
    const began = performance.now()
    const { status, text } = await send(plan, {
      url: '/api/v1/agent/cycles',
      body,
      bearer: credential,
    })
    if (status !== 200) result.errors.push(`${status} cycle ${text.slice(0, 300)}`)
    result.cycles += 1
    result.cycleMs.push(performance.now() - began)
    await new Promise((go) => setTimeout(go, plan.pauseMs))
  }
}

function listen(plan: LoadPlan): () => void {
  const streams = Array.from({ length: plan.streams }, () => {
    const stream = request(
      `${plan.base}/api/v1/events`,
      { headers: { cookie: plan.cookie } },
      (answer) => {
        answer.on('data', () => {
          result.events += 1
        })
        answer.on('error', () => undefined)
      },
    )
    stream.on('error', () => undefined)
    stream.end()
    return stream
  })
  return () => {
    for (const stream of streams) stream.destroy()
  }
}

process.once('message', async (plan: LoadPlan) => {
  let isOver = false
  const stopListening = listen(plan)
  const ingesting = ingest(plan, () => isOver)
  await readAtRate(plan)
  isOver = true
  await ingesting
  stopListening()
  agent.destroy()
  process.send?.(result, () => process.disconnect())
})
