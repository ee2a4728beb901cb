/** Settings of rules: the list, setting many at once, a preview, one of them, the history. */

import {
  PreviewRulesRequest,
  RuleSetting,
  RuleSettingChange,
  RuleSettingPreview,
  RuleSettingValues,
  SetRulesRequest,
} from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { onRecord } from '../http/audit.ts'
import { requireMatch } from '../http/etag.ts'
import { type AppHost, readWorld } from '../http/host.ts'
import { previewSettings } from '../rule-settings/preview.ts'
import {
  describeHistory,
  readSetting,
  removeSetting,
  replaceSetting,
  setRules,
} from '../rule-settings/rule-settings.ts'
import { listRuleSettings } from '../storage/rule-settings.ts'

const Query = Type.Object({ rule: Type.Optional(Type.String({ maxLength: 256 })) })
const HistoryQuery = Type.Object({
  ...Query.properties,
  /** Of each rule the last change alone. */
  last: Type.Optional(Type.Boolean({ default: false })),
})
const SettingId = Type.Object({
  id: Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' }),
})
const config = { action: 'rules.write', holdsMatch: true } as const
const list = Type.Array(RuleSetting)

type RoutesApp = Parameters<FastifyPluginAsyncTypebox>[0]

export function ruleSettingRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/rule-settings',
      { config: { hasEtag: true }, schema: { querystring: Query, response: { 200: list } } },
      async (request) => {
        const world = await readWorld(host, request)
        return await listRuleSettings(world.db, request.query.rule?.replaceAll('\0', '\ufffd'))
      },
    )
    app.post(
      '/rule-settings',
      { config, schema: { body: SetRulesRequest, response: { 200: list } } },
      async (request, reply) => {
        const by = request.caller?.subject ?? ''
        const world = await readWorld(host, request)
        const held = await listRuleSettings(world.db)
        requireMatch(reply, held)
        return await setRules(onRecord(host, request, 200), world, {
          request: request.body,
          by,
          held: request.headers['if-match'] === undefined ? undefined : held,
        })
      },
    )
    app.post(
      '/rule-settings/preview',
      {
        config: { action: 'look', ability: 'read' },
        schema: { body: PreviewRulesRequest, response: { 200: RuleSettingPreview } },
      },
      async (request) =>
        await previewSettings(await readWorld(host, request), request.body, host.now()),
    )
    app.get(
      '/rule-settings/history',
      { schema: { querystring: HistoryQuery, response: { 200: Type.Array(RuleSettingChange) } } },
      async (request) => await describeHistory(await readWorld(host, request), request.query),
    )
    addSingle(app, host)
  }
}

function addSingle(app: RoutesApp, host: AppHost): void {
  app.get(
    '/rule-settings/:id',
    { config: { hasEtag: true }, schema: { params: SettingId, response: { 200: RuleSetting } } },
    async (request) => await readSetting(await readWorld(host, request), request.params.id),
  )
  app.put(
    '/rule-settings/:id',
    {
      config: { ...config, hasEtag: true },
      schema: {
        params: SettingId,
        body: RuleSettingValues,
        response: { 200: RuleSetting, 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const world = await readWorld(host, request)
      const id = request.params.id.toLowerCase()
      requireMatch(reply, await readSetting(world, id))
      const by = request.caller?.subject ?? ''
      const setting = await replaceSetting(onRecord(host, request, 200), world, {
        id,
        values: request.body,
        by,
      })
      return setting ? reply.send(setting) : reply.status(204).send(null)
    },
  )
  app.delete(
    '/rule-settings/:id',
    { config, schema: { params: SettingId, response: { 200: RuleSetting, 204: Type.Null() } } },
    async (request, reply) => {
      const world = await readWorld(host, request)
      const id = request.params.id.toLowerCase()
      requireMatch(reply, await readSetting(world, id))
      await removeSetting(onRecord(host, request, 204), world, {
        id,
        by: request.caller?.subject ?? '',
      })
      return reply.status(204).send(null)
    },
  )
}
