/** The gauge of the connections to the database. */

import { Gauge, type Registry } from 'prom-client'

export type CountConnections = () => Record<'busy' | 'idle' | 'waiting', number>

/** Counted when somebody asks, once it is told by what. */
export function createConnectionsGauge(registers: Registry[]) {
  let count: CountConnections | undefined
  new Gauge({
    name: 'evenkeel_database_connections',
    help: 'Connections to the database by whether they are in use, and callers who wait for one.',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, n] of Object.entries(count?.() ?? {})) this.set({ state }, n)
    },
  })
  return {
    countBy(source: CountConnections) {
      count = source
    },
  }
}
