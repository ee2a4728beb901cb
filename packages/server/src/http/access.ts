/** Who may call what: every route is closed unless its `access` says otherwise. */

import {
  type Ability,
  type Action,
  actions,
  installationActions,
  isBuiltIn,
  mayDo,
} from '@evenkeel/model'
import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify'
import { explainRefusal } from '../storage/agents.ts'
import { findToken, recordUse, type TokenRecord } from '../storage/tokens.ts'
import type { AppHost } from './host.ts'
import { createRefusalLimit } from './limits.ts'
import { ProblemError } from './problem.ts'

export type Access = 'public' | 'session' | 'agent' | 'enrolment'

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
    /** What the caller must be allowed to do; every write says it, and what reads is a look. */
    action?: Action
    /** What a token must be able to, where the method does not say it: to ask, to take exports, to change. */
    ability?: Ability
  }
  interface FastifyRequest {
    /** Whose token came with the request; undefined on public routes. */
    caller: TokenRecord | undefined
  }
}

export const sessionCookie = 'evenkeel_session'

export function addAccess(app: FastifyInstance, host: AppHost): void {
  app.decorateRequest('caller', undefined)
  const countRefusal = createRefusalLimit(app, host)
  app.addHook('onRequest', async (request, reply) => {
    refuseForeignHost(request, host)
    refuseForeignOrigin(request)
    const access = request.routeOptions.config.access ?? 'session'
    if (access === 'public' || request.is404) return
    request.caller = await findCaller(request, access, host)
    if (!request.caller) {
      await countRefusal(request, reply)
      throw new ProblemError(401, (await whyRefused(request, access, host)) ?? refusals[access])
    }
    if (access === 'enrolment') return
    if (access === 'agent') return await recordUse(host.db, request.caller, useOf(request, host))
    refuseLesserRole(request)
    refuseLesserAbility(request)
    await recordUse(host.db, request.caller, useOf(request, host))
  })
}

function useOf(request: FastifyRequest, host: AppHost) {
  return { at: host.now(), address: request.ip }
}

/** An agent that was revoked is told so; it proved that it once had the credential. */
async function whyRefused(request: FastifyRequest, access: Access, host: AppHost) {
  const bearer = bearerOf(request)
  return access === 'agent' && bearer ? await explainRefusal(host.db, bearer) : undefined
}

/** A page comes with its cookie, everything else with a token in its header. */
async function findCaller(
  request: FastifyRequest,
  access: Exclude<Access, 'public'>,
  host: AppHost,
) {
  const bearer = bearerOf(request)
  if (access !== 'session')
    return bearer ? findToken(host.db, access, bearer, host.now()) : undefined
  if (bearer) return await findToken(host.db, 'api', bearer, host.now())
  const cookie = request.cookies[sessionCookie]
  return cookie ? await findToken(host.db, 'session', cookie, host.now()) : undefined
}

function isRead(request: FastifyRequest): boolean {
  return request.method === 'GET' || request.method === 'HEAD'
}

function refuseLesserAbility(request: FastifyRequest): void {
  const needed = request.routeOptions.config.ability ?? (isRead(request) ? 'read' : 'write')
  const held = request.caller?.abilities
  if (!held || held.includes(needed)) return
  throw new ProblemError(403, `This token cannot ${needed}; it can ${held.join(' and ')}.`)
}

function refuseLesserRole(request: FastifyRequest): void {
  const action = actionOf(request.routeOptions.config, isRead(request))
  const { role, permissions, reach = null } = request.caller ?? {}
  const held = { role: role ?? 'viewer', permissions }
  if (!mayDo(held, action)) {
    throw new ProblemError(
      403,
      isBuiltIn(held.role)
        ? `This needs the role ${actions[action]}; you have ${held.role}.`
        : `This needs ${action}, which your role "${held.role}" does not have.`,
    )
  }
  if (reach !== null && installationActions.includes(action)) {
    throw new ProblemError(403, 'This holds for every cluster, and you see only some of them.')
  }
}

/** A write that says nothing would be anybody's, so there is none. */
export function actionOf({ action }: FastifyContextConfig, isRead: boolean): Action {
  if (action === undefined && !isRead)
    throw new Error('A route that writes has to name its action.')
  return action ?? 'look'
}

const refusals: Record<Exclude<Access, 'public'>, string> = {
  session: 'Log in first: the server prints a login link when it starts.',
  agent: 'The credential is unknown; enrol the agent again.',
  enrolment:
    'The enrolment token is unknown or has expired; create a new one on the Clusters page.',
}

export function bearerOf(request: FastifyRequest): string | undefined {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
}

/** A page of another site whose name was pointed at this address must not be served: DNS rebinding. */
function refuseForeignHost(request: FastifyRequest, { allowedHosts }: AppHost): void {
  if (!allowedHosts || allowedHosts.has(request.hostname)) return
  throw new ProblemError(421, `This server does not answer to the name "${request.hostname}".`)
}

/** Cookies are SameSite=Strict; this holds where a browser or a proxy does not keep to that. */
function refuseForeignOrigin(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return
  const { origin, host } = request.headers
  const site = request.headers['sec-fetch-site']
  const isForeign = origin !== undefined && !isOfHost(origin, host ?? '')
  if (isForeign || site === 'cross-site') {
    throw new ProblemError(403, 'Writes are taken from pages of this server only.')
  }
}

/** Both may leave out the port that their scheme has by default. */
function isOfHost(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false
  const from = new URL(origin)
  const own = `${from.protocol}//${host}`
  return URL.canParse(own) && new URL(own).host === from.host
}
