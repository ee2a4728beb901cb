/** GET /reports: compliance reports as PDF and CSV, and those that were made. */

import { Report } from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { type AppHost, readTime, readWorld } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { describeReports, makeReport } from '../reports/make-report.ts'

const Query = Type.Object({
  cluster: Type.Optional(Type.String({ maxLength: 64 })),
  at: Type.Optional(Type.String({ maxLength: 100 })),
})

const mediaTypes = { pdf: 'application/pdf', csv: 'text/csv; charset=utf-8' } as const

export function reportRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/reports',
      { schema: { response: { 200: Type.Array(Report) } } },
      async (request) => await describeReports(await readWorld(host, request)),
    )
    app.get(
      '/reports/:file',
      {
        config: { ability: 'export' },
        schema: {
          params: Type.Object({ file: Type.String({ maxLength: 260 }) }),
          querystring: Query,
        },
      },
      async (request, reply) => {
        const [, frameworkId = '', format] = /^(.+)\.(pdf|csv)$/.exec(request.params.file) ?? []
        if (format !== 'pdf' && format !== 'csv') {
          throw new ProblemError(
            404,
            'A report is asked for as <framework>.pdf or <framework>.csv.',
          )
        }
        const world = await readWorld(host, request)
        const { cluster, at } = request.query
        const file = await makeReport(host, world, {
          frameworkId,
          clusterId: cluster,
          at: at === undefined ? undefined : readTime(at, world.now, 'at'),
          by: request.caller?.subject ?? 'unknown',
          format,
        })
        return await reply
          .type(mediaTypes[format])
          .header('content-disposition', `attachment; filename="${file.name}"`)
          .header('etag', `"${file.sha256}"`)
          .header('x-evenkeel-report', file.id)
          .header('x-evenkeel-sha256', file.sha256)
          .send(file.content)
      },
    )
  }
}
