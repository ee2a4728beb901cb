/** Stands between agents and server, and does to their bytes what bad networks do. */

import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'
import type { Random } from '../pods/random.ts'

export type Weather = 'clear' | 'cutting' | 'slow' | 'corrupting' | 'closed'

export interface BadNetwork {
  port: number
  set(weather: Weather): void
  /** How often it did each. */
  counts: Record<Weather, number>
  close(): void
}

const slowMs = 150
/** Of a hundred pieces of a stream. */
const cutPercent = 15
const corruptPercent = 20

export async function startBadNetwork(to: number, random: Random): Promise<BadNetwork> {
  let weather: Weather = 'clear'
  const counts: BadNetwork['counts'] = { clear: 0, cutting: 0, slow: 0, corrupting: 0, closed: 0 }
  const sockets = new Set<Socket>()

  function pass(from: Socket, into: Socket): void {
    let turn = Promise.resolve()
    from.on('data', (piece) => {
      const now = weather
      counts[now] += 1
      if (now === 'closed' || (now === 'cutting' && random.chance(cutPercent))) {
        from.destroy()
        into.destroy()
        return
      }
      const bytes = Buffer.from(piece)
      if (now === 'corrupting' && random.chance(corruptPercent)) {
        const at = random.below(bytes.length)
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8))
      }
      turn = turn.then(async () => {
        if (now === 'slow') await new Promise((done) => setTimeout(done, slowMs))
        if (!into.destroyed) into.write(bytes)
      })
    })
    from.on('end', () => {
      turn = turn.then(() => void into.end())
    })
    from.on('error', () => into.destroy())
    from.on('close', () => sockets.delete(from))
  }

  const server = createServer((socket) => {
    if (weather === 'closed') return void socket.destroy()
    const upstream = connect(to, '127.0.0.1')
    sockets.add(socket).add(upstream)
    pass(socket, upstream)
    pass(upstream, socket)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    port: (server.address() as AddressInfo).port,
    counts,
    set(next) {
      weather = next
      if (next === 'closed') for (const socket of sockets) socket.destroy()
    },
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
