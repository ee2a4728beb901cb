/** Rules and benchmarks. */

import { Benchmark, KnownRule, type Rule } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { AppHost } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'

const config = { hasEtag: true } as const
const Id = Type.Object({ id: Type.String({ maxLength: 256 }) })

export function ruleRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    const list = Type.Array(KnownRule)
    app.get('/rules', { config, schema: { response: { 200: list } } }, async () => {
      const { rules } = await host.ruleBook.current()
      const builtIn = builtInOf(host)
      return [...rules.values()]
        .map(({ rule }) => ({ ...rule, origin: originOf(rule, builtIn) }))
        .sort((a, b) => (a.id < b.id ? -1 : 1))
    })
    app.get(
      '/rules/:id',
      { config, schema: { params: Id, response: { 200: KnownRule } } },
      async (request) => {
        const known = (await host.ruleBook.current()).rules.get(request.params.id)
        if (!known) throw new ProblemError(404, `There is no rule "${request.params.id}".`)
        return { ...known.rule, origin: originOf(known.rule, builtInOf(host)) }
      },
    )
    app.get('/benchmarks', { config, schema: { response: { 200: Type.Array(Benchmark) } } }, () => [
      ...host.ruleBook.source.benchmarks,
    ])
    app.get(
      '/benchmarks/:id',
      { config, schema: { params: Id, response: { 200: Benchmark } } },
      (request) => {
        const benchmark = host.ruleBook.source.benchmarks.find((it) => it.id === request.params.id)
        if (!benchmark) throw new ProblemError(404, `There is no benchmark "${request.params.id}".`)
        return benchmark
      },
    )
  }
}

function builtInOf({ ruleBook }: AppHost): ReadonlySet<string> {
  return new Set(ruleBook.source.rules.map((it) => it.id))
}

function originOf(rule: Rule, builtIn: ReadonlySet<string>): KnownRule['origin'] {
  if (builtIn.has(rule.id)) return 'built-in'
  return rule.source === null ? null : 'custom'
}
