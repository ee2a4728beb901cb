/** The tables as TypeScript sees them; the migrations say what the columns mean. */

import type {
  Ability,
  AttestationVerdict,
  ClusterSummary,
  Coverage,
  ExceptionCategory,
  LoginSource,
  Permission,
  Reach,
  Rule,
  RuleState,
  Severity,
  SeverityTally,
  ViewPage,
} from '@evenkeel/model'
import type { ColumnType, Generated } from 'kysely'

/** Written as JSON text, read as a value. */
type Json<T> = ColumnType<T, string, string>
/** Written as an ISO text or a Date, read as a Date. */
type Time = ColumnType<Date, Date | string, Date | string>
type TimeOrNull = ColumnType<Date | null, Date | string | null, Date | string | null>

/** What a setting says, apart from where and why. */
export interface SettingValues {
  state: RuleState | null
  severity: Severity | null
  parameters: Record<string, unknown>
}

export type TokenKind = 'enrolment' | 'agent' | 'login' | 'session' | 'api'

export interface Tables {
  cluster: {
    clusterId: string
    name: string
    kind: ClusterSummary['kind']
    provider: string | null
    kubernetesVersion: string | null
    benchmarkId: string | null
    labels: Json<Record<string, string>>
    nodes: ColumnType<string[] | null, string | null, string | null>
    createdAt: Time
    lastEvaluatedAt: TimeOrNull
    linksVersion: Generated<number>
    /** When settings of rules last changed its findings. */
    settledAt: Generated<Date | null>
    /** When somebody last asked its agents to look at everything. */
    askedAt: Generated<Date | null>
    askedBy: Generated<string | null>
  }
  token: {
    tokenHash: ColumnType<Uint8Array, Uint8Array, never>
    kind: TokenKind
    clusterId: string | null
    subject: string | null
    createdAt: Time
    expiresAt: TimeOrNull
    usedAt: TimeOrNull
    tokenId: string | null
    role: string | null
    reach: ColumnType<Reach, string | null, string | null>
    abilities: ColumnType<Ability[] | null, string | null, string | null>
    source: LoginSource | null
    userAgent: string | null
    address: string | null
    /** Of agents: the same for all credentials of one node. */
    agentId: string | null
    agentVersion: string | null
    /** The token id of the credential that took this one's place. */
    successorId: string | null
    revokedAt: TimeOrNull
    revokedBecause: 'asked' | 'two-holders' | null
  }
  loginAttempt: {
    stateHash: ColumnType<Uint8Array, Uint8Array, never>
    nonce: string
    verifier: string
    returnTo: string
    expiresAt: Time
  }
  account: {
    name: string
    role: string
    reach: ColumnType<Reach, string | null, string | null>
    reachSince: TimeOrNull
    source: Exclude<LoginSource, 'link'>
    subject: string | null
    passwordHash: string | null
    lastLoginAt: TimeOrNull
    createdAt: Time
    failedLogins: number
    lockedUntil: TimeOrNull
  }
  customRole: {
    name: string
    description: string
    permissions: Json<Permission[]>
    updatedAt: Time
    updatedBy: string
  }
  audit: {
    at: Time
    auditId: string
    actor: string
    action: string
    target: string
    status: number
    address: string | null
    details: Json<Record<string, unknown>>
  }
  rule: { ruleNo: Generated<number>; ruleId: string; body: Json<Rule> }
  rulePlace: { placeNo: Generated<number>; ruleNo: number; benchmarkId: string }
  scope: {
    clusterId: string
    scope: string
    node: string | null
    agentVersion: string | null
    benchmarkId: string | null
    sequence: number
    startedAt: Time
    finishedAt: Time
    /** As measured between its cycles. */
    periodMs: number | null
    /** As the agent says. */
    declaredPeriodMs: number | null
    rulesVersion: string | null
    settingsVersion: Generated<string | null>
    coverage: Json<Coverage>
    residentBytes: number | null
    /** The request that its last complete cycle answered. */
    answers: Generated<Date | null>
    answeredAt: Generated<Date | null>
  }
  resource: {
    clusterId: string
    resourceId: string
    scope: string
    id: string
    type: string
    subType: string | null
    apiVersion: string | null
    name: string
    namespace: string | null
    node: string | null
    owner: string | null
    labels: Json<Record<string, string>>
    words: string
    failed: number
    passed: number
    unknown: number
    manual: number
    firstSeen: TimeOrNull
    goneAt: TimeOrNull
  }
  resourceData: {
    clusterId: string
    resourceId: string
    data: Json<unknown>
    hash: string | null
    since: TimeOrNull
  }
  resourceVersion: {
    clusterId: string
    resourceId: string
    since: Time
    until: Time
    hash: string
    failed: number
    passedRules: number[]
    data: Uint8Array
  }
  resourceAbsence: { clusterId: string; resourceId: string; goneAt: Time; backAt: Time }
  resourceLink: {
    clusterId: string
    resourceId: string
    kind: number
    targetId: string
    label: string
    target: string
  }
  resourceSelector: {
    clusterId: string
    resourceId: string
    namespace: string
    podLabels: Json<Record<string, string> | null>
    selector: Json<unknown>
  }
  resourceKey: {
    clusterId: string
    scope: string
    id: string
    hash: string
    findings: Json<Record<string, string>>
  }
  finding: {
    clusterId: string
    id: string
    resourceId: string
    ruleNo: number
    placeNo: number
    evaluation: number
    severity: number
    lifecycle: number | null
    firstSeen: Time
    changedAt: Time
    exceptionId: string | null
    heldLifecycle: Generated<number | null>
    ownSeverity: Generated<number | null>
    assignee: Generated<string | null>
  }
  findingNote: {
    clusterId: string
    id: string
    noteId: string
    at: Time
    author: string
    kind: 'comment' | 'assigned'
    body: string | null
    assignee: string | null
  }
  findingEvidence: {
    clusterId: string
    id: string
    reason: string | null
    evidence: Json<unknown[]>
  }
  findingChange: {
    clusterId: string
    at: Time
    id: string
    resourceId: string
    ruleNo: number
    placeNo: number
    kind: string
    previousEvaluation: number | null
    previousSeverity: number | null
    previousLifecycle: number | null
    previousChangedAt: TimeOrNull
    previousReason: string | null
    previousEvidence: Json<unknown[] | null>
    evaluation: number | null
  }
  findingCount: {
    clusterId: string
    placeNo: number
    severity: number
    evaluation: number
    n: number
    excepted: number
  }
  ownerCount: {
    clusterId: string
    namespace: string
    owner: string
    severity: number
    evaluation: number
    n: number
    excepted: number
  }
  findingFlow: {
    clusterId: string
    at: Time
    placeNo: number
    severity: number
    passed: number
    manual: number
    unknown: number
    failed: number
    began: number
    resolved: number
    appeared: number
    gone: number
  }
  ruleSetting: {
    settingId: string
    ruleId: string
    clusterId: string | null
    clusterLabels: Json<Record<string, string>>
    scopeKey: string
    state: RuleState | null
    severity: Severity | null
    parameters: Json<Record<string, unknown>>
    reason: string
    createdAt: Time
    createdBy: string
    updatedAt: Time
    updatedBy: string
  }
  ruleSettingChange: {
    changeId: Generated<number>
    at: Time
    by: string
    ruleId: string
    clusterId: string | null
    clusterLabels: Json<Record<string, string>>
    reason: string
    before: Json<SettingValues | null>
    after: Json<SettingValues | null>
  }
  clusterEvent: { clusterId: string; at: Time; kind: string; subject: string; text: string }
  attestation: {
    attestationId: string
    ruleId: string
    clusterId: string | null
    verdict: AttestationVerdict
    statement: string
    until: TimeOrNull
    createdAt: Time
    createdBy: string
    revokedAt: TimeOrNull
    revokedBy: string | null
    fileName: string | null
    fileType: string | null
    fileBytes: number | null
    fileSha256: string | null
  }
  report: {
    reportId: string
    format: 'pdf' | 'csv'
    frameworkId: string
    frameworkName: string
    frameworkVersion: string
    clusterId: string | null
    clusterName: string | null
    at: Time
    score: number | null
    createdAt: Time
    createdBy: string
    bytes: number | null
    sha256: string | null
  }
  attestationFile: { attestationId: string; content: Uint8Array }
  savedView: {
    viewId: string
    owner: string
    page: ViewPage
    name: string
    search: string
    isShared: boolean
    isDefault: boolean
    updatedAt: Time
  }
  idempotencyKey: {
    caller: string
    key: string
    requestHash: string
    createdAt: Time
    status: number | null
    headers: Json<Record<string, string>> | null
    body: string | null
  }
  exception: {
    exceptionId: string
    query: string
    reason: string
    category: ExceptionCategory
    owner: string
    until: TimeOrNull
    createdAt: Time
    createdBy: string
    revokedAt: TimeOrNull
    revokedBy: string | null
    decidedAt: TimeOrNull
    decidedBy: string | null
    isDenied: boolean
    note: string | null
    expiredAt: TimeOrNull
  }
  scorePoint: {
    clusterId: string
    at: Time
    benchmarkId: string
    section: string
    tally: Json<SeverityTally>
  }
}
