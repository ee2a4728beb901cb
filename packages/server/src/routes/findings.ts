/** Findings: pages, groups, single ones with their rule and resource, facets and completion. */

import {
  Facets,
  Fields,
  type Finding,
  FindingChange,
  FindingDetail,
  FindingGroupPage,
  FindingPage,
  FindingsQuery,
  findingFields,
  findKqlWarnings,
  LabelKeys,
  pageOf,
  parseKql,
} from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { readSelection } from '../export/selection.ts'
import { tryFix } from '../fixes/try-fix.ts'
import { type AppHost, readWorld, type World } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { listFacet, listGroups, withoutField } from '../storage/finding-groups.ts'
import { listHistory } from '../storage/finding-history.ts'
import { parseSort } from '../storage/finding-sort.ts'
import {
  countFindings,
  type FindingRecord,
  findFindingRecord,
  listFindings,
  listRelated,
  toFinding,
} from '../storage/findings.ts'
import { listLabelKeys } from '../storage/label-keys.ts'
import { findDataAt } from '../storage/resource-versions.ts'
import { findResourceData } from '../storage/resources.ts'

const limitDefault = 50
const facetValuesMax = 50
const completionsMax = 50
const labelKeysMax = 200

const FindingId = Type.Object({
  id: Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' }),
})

/** With `fields`: findings that hold those alone. */
const SelectionPage = pageOf(Type.Record(Type.String(), Type.Unknown()))
const tagged = { hasEtag: true } as const
const At = Type.Object({ at: FindingsQuery.properties.at })

export function findingRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/findings',
      {
        schema: {
          querystring: FindingsQuery,
          response: { 200: Type.Union([FindingPage, FindingGroupPage, SelectionPage]) },
        },
      },
      async (request) => {
        const world = await readWorld(host, request, request.query.at)
        if (request.query.group) return await readGroups(world, request.query)
        const selection = readSelection(request.query.fields)
        const page = await readPage(world, request.query)
        return selection ? { ...page, items: page.items.map(selection.pick) } : page
      },
    )
    app.get(
      '/findings/:id',
      {
        config: tagged,
        schema: { params: FindingId, querystring: At, response: { 200: FindingDetail } },
      },
      async (request) => {
        const world = await readWorld(host, request, request.query.at)
        return await readDetail(world, await findRecord(world, request.params.id))
      },
    )
    app.get(
      '/findings/:id/history',
      { schema: { params: FindingId, response: { 200: Type.Array(FindingChange) } } },
      async (request) => {
        const world = await readWorld(host, request)
        return await listHistory(world.db, await findRecord(world, request.params.id))
      },
    )
    addFieldRoutes(app, host)
  }
}

type RoutesApp = Parameters<FastifyPluginAsyncTypebox>[0]

function addFieldRoutes(app: RoutesApp, host: AppHost): void {
  app.get(
    '/facets',
    {
      schema: {
        querystring: Type.Object({
          q: FindingsQuery.properties.q,
          at: FindingsQuery.properties.at,
          fields: Type.String({ minLength: 1, maxLength: 1000 }),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: facetValuesMax, default: 20 })),
        }),
        response: { 200: Facets },
      },
    },
    async (request) => {
      const { q, fields, at, limit = 20 } = request.query
      const world = await readWorld(host, request, at)
      const node = parseKql(q ?? '')
      const facets = []
      for (const field of fields.split(',').slice(0, 20)) {
        const where = withoutField(node, field.trim())
        const { values, hasMore } = await listFacet(world.db, world, { where, field, limit })
        facets.push({ field: field.trim(), values, has_more: hasMore })
      }
      return { fields: facets, warnings: findKqlWarnings(node) }
    },
  )
  app.get('/fields', { config: tagged, schema: { response: { 200: Fields } } }, () =>
    findingFields.map(({ name, type, description }) => ({ name, type, description })),
  )
  app.get('/labels', { schema: { response: { 200: LabelKeys } } }, async (request) => {
    const { db } = await readWorld(host, request)
    return await listLabelKeys(db, labelKeysMax)
  })
  app.get(
    '/fields/:field/values',
    {
      schema: {
        params: Type.Object({ field: Type.String({ maxLength: 400 }) }),
        querystring: Type.Object({
          prefix: Type.Optional(Type.String({ maxLength: 200 })),
          q: FindingsQuery.properties.q,
        }),
        response: { 200: Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() })) },
      },
    },
    async (request) => {
      const { field } = request.params
      const { prefix, q } = request.query
      const world = await readWorld(host, request)
      const where = withoutField(parseKql(q ?? ''), field)
      const facet = await listFacet(world.db, world, {
        where,
        field,
        prefix,
        limit: completionsMax,
      })
      return facet.values.flatMap(({ value, count }) => (value === null ? [] : [{ value, count }]))
    },
  )
}

async function readPage(world: World, query: FindingsQuery) {
  const where = parseKql(query.q ?? '')
  const { cursor, limit = limitDefault } = query
  const page = await listFindings(world.db, world, {
    where,
    cursor,
    limit,
    sort: parseSort(query.sort),
  })
  return {
    items: page.rows.map((row) => withLabels(toFinding(row, world), row, query.labels)),
    total: await countFindings(world.db, world, where),
    next_cursor: page.nextCursor,
    warnings: findKqlWarnings(where),
  }
}

/** Only those that were asked for: some resources carry dozens. */
function withLabels(finding: Finding, { labels }: FindingRecord, asked: string | undefined) {
  if (!asked) return finding
  const keys = asked.split(',').filter((key) => Object.hasOwn(labels, key))
  const shown = Object.fromEntries(keys.map((key) => [key, labels[key] ?? '']))
  return { ...finding, resource: { ...finding.resource, labels: shown } }
}

async function readGroups(world: World, query: FindingsQuery) {
  const where = parseKql(query.q ?? '')
  const fields = (query.group ?? '').split(',').map((field) => field.trim())
  const { cursor, limit = limitDefault } = query
  const page = await listGroups(world.db, world, { where, fields, cursor, limit })
  return {
    items: page.groups.map((group) => ({ ...group, label: labelOf(fields, group.values, world) })),
    total: page.total,
    next_cursor: page.nextCursor,
    warnings: findKqlWarnings(where),
  }
}

/** A rule is shown by its name, a cluster too; anything else is its own label. */
function labelOf(
  fields: readonly string[],
  values: readonly (string | null)[],
  world: World,
): string {
  return values
    .map((value, index) => {
      if (value === null) return 'none'
      if (fields[index] === 'rule.id') return world.book.rules.get(value)?.rule.name ?? value
      if (fields[index]?.endsWith('cluster.id')) {
        return world.clusters.find((it) => it.clusterId === value)?.name ?? value
      }
      return fields[index] === 'resource.id' ? shortResource(value) : value
    })
    .join(' · ')
}

/** `k8s_object/apps/Deployment/payments/api` is shown as `Deployment/payments/api`. */
function shortResource(id: string): string {
  const parts = id.split('/')
  return parts.length > 3 ? parts.slice(2).join('/') : (parts.at(-1) ?? id)
}

async function findRecord(world: World, id: string): Promise<FindingRecord> {
  const record = await findFindingRecord(world.db, world, id.toLowerCase())
  if (!record) throw new ProblemError(404, `There is no finding ${id}.`)
  return record
}

async function readDetail(world: World, record: FindingRecord): Promise<FindingDetail> {
  const place = world.book.places.get(record.placeNo)
  if (!place) throw new Error(`The finding ${record.id} has no rule.`)
  const related = await listRelated(world.db, world, record)
  const { labels, node } = record
  const data = await readData(world, record)
  return {
    finding: withFix(toFinding(record, world), { labels, node, data }, world),
    rule: place.rule,
    resource: { labels, node, data },
    related: related.map((it) => toFinding(it, world)),
  }
}

/** Of now alone: nobody mends the past. */
function withFix(finding: Finding, kept: FindingDetail['resource'], world: World): Finding {
  if (world.at) return finding
  const cluster = world.clusters.find((it) => it.clusterId === finding.cluster.id)
  const fix = tryFix({
    finding,
    ...kept,
    cluster: finding.cluster,
    kubernetesVersion: cluster?.kubernetesVersion ?? null,
  })
  return fix ? { ...finding, result: { ...finding.result, fix } } : finding
}

/** Null too where the version of that time was not kept. */
async function readData({ db, at }: World, record: FindingRecord): Promise<unknown> {
  const { clusterId, resourceId } = record
  if (!at) return await findResourceData(db, clusterId, resourceId)
  return (await findDataAt(db, record, at))?.data ?? null
}
