/** Writes docs/agent.md: how the agent is deployed and set up, with tables out of the code. */

import { loadRules, rulesReading } from '@evenkeel/benchmarks'
import { explained, leavable, valueFields } from '@evenkeel/server/manifest-files'
import { metricDescriptions } from '../packages/agent/src/daemon/metrics.ts'
import { agentSettings } from '../packages/agent/src/daemon/settings.ts'

const ruleSet = loadRules()

export function printAgentDocs(): string {
  return [
    intro,
    deployment,
    table(
      ['option of `manifest`', 'value of the chart', 'default', 'what it does'],
      valueFields.map(({ name, path, initial, about }) => [
        code(name),
        code(path),
        code(JSON.stringify(initial)),
        // The names have a table of their own.
        name === 'without' ? 'Permissions and mounts to leave out, see below.' : about,
      ]),
    ),
    permissions,
    table(
      ['name', 'for', 'kinds', 'then unknown'],
      leavable.filter(({ path }) => !path).map(permissionRow),
    ),
    mounts,
    table(
      ['name', 'mounted', 'for'],
      leavable.flatMap(({ id, path, reason }) => (path ? [[code(id), code(path), reason]] : [])),
    ),
    ownRules,
    table(
      ['rule', 'where', 'why'],
      Object.entries({ ...explained.nodeChecks, ...explained.apiOnly }).map(([rule, why]) => [
        code(rule),
        whereFailed(rule),
        why,
      ]),
    ),
    configuration,
    table(
      ['name', 'variable', 'form', 'default', 'what it does', 'without a restart'],
      agentSettings.map(({ name, variable, form, initial, about, isReloadable }) => [
        code(name),
        code(variable),
        form,
        initial,
        about,
        isReloadable ? 'yes' : '',
      ]),
    ),
    operation,
    table(
      ['metric', 'kind', 'what it says'],
      Object.entries(metricDescriptions).map(([name, [kind, help]]) => [code(name), kind, help]),
    ),
  ]
    .map((part) => part.trim())
    .join('\n\n')
    .concat('\n')
}

function permissionRow({ id, reason, kinds }: (typeof leavable)[number]): string[] {
  const rules = rulesReading(ruleSet, kinds)
  return [
    code(id),
    reason,
    kinds.join(', '),
    rules.length === 0 ? 'no rule' : `${rules.length}: ${rules.map(code).join(', ')}`,
  ]
}

function whereFailed(rule: string): string {
  if (!(rule in explained.nodeChecks)) return 'without node checks'
  return rule in explained.apiOnly ? 'both' : 'with node checks'
}

function table(head: string[], rows: string[][]): string {
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  return [head, head.map(() => '---'), ...escaped]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

function code(text: string): string {
  return `\`${text}\``
}

const intro = `
# The agent

<!-- Written by \`npm run docs\` out of scripts/agent-docs.ts and the code. -->

One agent runs on each node. It looks at the processes and files of its node; one of them, the leader, reads the Kubernetes API as well.
It reads and never writes, but for the Lease by which the agents agree on a leader.

- On a node: user 0 without a single capability, no host namespaces, no privileged mode, a read-only root, and folders of the host mounted read-only one by one.
  Pod Security's profile \`restricted\` refuses of that the hostPath volumes and user 0, and nothing else; a test asks a real API server.
- Without node checks: one pod in the cluster, no mounts, user 65532, within the profile \`restricted\`.
- At once and every period (four hours) everything; in between what changes. A changed object of any kind that rules read is noticed by a watch, of its metadata where that is enough; a changed file by the kernel (inotify), where its mount tells of changes, else within five seconds; a new process within a second.
  A file that is written while it is read is read again; one that changes each time is unknown, with that reason.
- One leads at a time, by a Lease of 14 s that counts on no clock but its own. A leader that cannot renew it steps down after 9 s and ends its work before another may begin; one that is asked to stop gives it back when its work ended; one that is killed is followed within 20 s.
- What the API refuses, garbles or does not end in time is unknown of that kind, with the reason in the coverage, and the other kinds go on. A watch that breaks goes on where it was, one that lost its place is listed anew.
- At rest it takes less than 1 % of a core and less than 80 MB (measured over a minute beside 300 processes: 0.2 % and 75 MB).
`

const deployment = `
## Deploying it

Three ways lead to the same objects, which come from one source (\`packages/server/src/manifest\`); a test holds them against each other and against a real API server.

Plain YAML, from the command line or from "Add cluster" and "Install" on the page of a cluster, which also give the values of the chart and a kustomization:

    evenkeel manifest --server https://evenkeel.example.com --token-file token | kubectl apply -f -

\`--values FILE\` takes what the chart's \`values.yaml\` takes; options come before it.
The server answers \`GET /api/v1/clusters/{id}/manifest\` with it and takes the same options as parameters, such as \`?period=1h&node-checks=false\`.

Helm:

    helm install evenkeel-agent deploy/helm/evenkeel-agent --namespace evenkeel --create-namespace \\
      --set server.url=https://evenkeel.example.com --set token.existingSecret=evenkeel-token

Where Pod Security is enforced, the namespace needs the label \`pod-security.kubernetes.io/enforce=privileged\`; manifest and Kustomize bases bring it along.

Kustomize: \`deploy/kustomize/base\` with node checks, \`deploy/kustomize/api-only\` without; \`deploy/kustomize/example\` is an overlay to copy.

On OpenShift choose the distribution \`openshift\`: the agent's role may then use the constraints \`privileged\`, without which no hostPath is admitted. This was tried against a plain API server alone.
`

const permissions = `
## What it may read, and what is unknown without it

Each permission can be left out by its name (\`--without rbac,storage\`, or \`without\` among the values).
Nothing then passes for looked at: the coverage of the cluster names the gap, and these rules are unknown of these kinds. \`evenkeel agent doctor\` says the same of a running agent.
Secrets are never asked for. \`get\` on \`nodes/proxy\` is granted only with \`kubelet-configz\`.
`

const mounts = `
Mounts can be left out by their names too; what lies below is then a gap.
Those after \`etc-group\` are there only for the \`distribution\` that has them.
`

const ownRules = `
## Our own rules on it

The manifest passes all of them but these; a test holds the list.
`

const configuration = `
## Settings

A flag (\`evenkeel agent --period 1h\`) comes before the variable, the variable before the file, the file before the default.
The file is named by \`--config\` or \`$EVENKEEL_CONFIG\` and has one \`name: value\` a line; values with a \`#\` or other signs of YAML in quotes.

When the file changes, the agent takes over what the last column says, without a restart; of everything else it says in its log and at \`/readyz\` that it holds when the agent starts anew.
A file with a mistake changes nothing: the settings before it hold, and file and line of the mistake are told in the log, at \`/readyz\`, by the metric \`evenkeel_config_error\` and in the coverage of each scope.
In the manifest the ConfigMap \`evenkeel-agent\` is this file; the kubelet brings a change of it to the pods within a minute or so.

Namespaces that are excluded are not listed: the API leaves them out of its answers.
Findings on them go with the next full cycle; the cluster's page names them as excluded by configuration, and its coverage does not count as whole.
With \`node-scope: off\` an agent stops looking at its node; its findings stay and are marked as stale after two periods.
`

const operation = `
## Watching over it

\`evenkeel agent doctor\` examines the setup in place and says in one sentence each what to mend: the server (address, certificate, token), whether agent and server are of versions that go together, the clock, the place for credential and unsent cycles, each verb on each kind, the Lease, the mounts, and what it could do beyond reading.
\`--format json\` gives the same to programs; the exit status is 1 when something is broken, and 0 when at most something stays unknown. It sends no finding and leaves nothing behind.

    kubectl -n evenkeel exec daemonset/evenkeel-agent -- /nodejs/bin/node /app/evenkeel-agent.mjs agent doctor

On port 9464: \`/healthz\` (it lives), \`/readyz\` (its first cycle was made; sentences on what is in the way follow), \`/metrics\`.
Logs are JSON lines; \`log-level: debug\` shows each request for changes. On SIGTERM it ends within five seconds, and what it could not send is on disk.
`
