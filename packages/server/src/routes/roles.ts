/** Roles that people make, and what groups of the identity provider would get. */

import {
  CreateRoleRequest,
  CustomRole,
  GroupTrial,
  GroupTrialRequest,
  RoleValues,
} from '@evenkeel/model'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { changeRole, createRole, describeRoles, removeRole } from '../accounts/roles.ts'
import { onRecord } from '../http/audit.ts'
import { requireVersion } from '../http/etag.ts'
import type { AppHost } from '../http/host.ts'
import { ProblemError } from '../http/problem.ts'
import { listRoles } from '../storage/roles.ts'

const config = { action: 'access.manage' } as const
const held = { ...config, holdsMatch: true } as const
const params = Type.Object({ name: Type.String({ maxLength: 100 }) })

export function roleRoutes(host: AppHost): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get('/roles', { config, schema: { response: { 200: Type.Array(CustomRole) } } }, () =>
      describeRoles(host),
    )
    app.post(
      '/roles',
      { config, schema: { body: CreateRoleRequest, response: { 201: CustomRole } } },
      async (request, reply) => {
        const by = request.caller?.subject ?? ''
        const created = await createRole(onRecord(host, request, 201), request.body, by)
        return await reply.status(201).send(created)
      },
    )
    app.put(
      '/roles/:name',
      { config: held, schema: { params, body: RoleValues, response: { 200: CustomRole } } },
      (request) =>
        changeRole(onRecord(host, request, 200), request.body, {
          name: request.params.name,
          by: request.caller?.subject ?? '',
          verify: (now) => requireVersion(request, now.updated_at),
        }),
    )
    app.delete('/roles/:name', { config: held, schema: { params } }, async (request, reply) => {
      await removeRole(onRecord(host, request, 204), {
        name: request.params.name,
        verify: (now) => requireVersion(request, now.updated_at),
      })
      await reply.status(204).send()
    })
    app.post(
      '/oidc/trial',
      {
        config: { ...config, ability: 'read' },
        schema: { body: GroupTrialRequest, response: { 200: GroupTrial } },
      },
      async (request) => {
        if (!host.oidc) throw new ProblemError(409, 'No identity provider is configured.')
        return host.oidc.tryGroups(request.body.groups, await listRoles(host.db))
      },
    )
  }
}
