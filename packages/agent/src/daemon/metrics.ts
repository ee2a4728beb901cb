/** What the agent counts, in the text format of Prometheus. */

export interface Metrics {
  count(name: string, labels?: Record<string, string>, by?: number): void
  set(name: string, value: number, labels?: Record<string, string>): void
  render(): string
}

export const metricDescriptions: Record<string, [type: 'counter' | 'gauge', help: string]> = {
  evenkeel_agent_info: ['gauge', 'The version of the agent.'],
  evenkeel_cycles_total: [
    'counter',
    'Cycles sent by scope; complete ones and changes between them.',
  ],
  evenkeel_cycle_duration_seconds: ['gauge', 'How long the last cycle of a scope took.'],
  evenkeel_cycle_finished_timestamp_seconds: ['gauge', 'When the last cycle of a scope ended.'],
  evenkeel_findings: ['gauge', 'Findings of the last cycle by scope and evaluation.'],
  evenkeel_resources: ['gauge', 'Resources of the last cycle by scope.'],
  evenkeel_gaps: ['gauge', 'Gaps of the last cycle by scope.'],
  evenkeel_leader: ['gauge', '1 while this agent is the leader.'],
  evenkeel_publish_failures_total: ['counter', 'Cycles that could not be made or sent, by reason.'],
  evenkeel_spool_cycles: ['gauge', 'Cycles that wait for the server, by scope.'],
  evenkeel_spool_bytes: ['gauge', 'What they take on the disk or in memory.'],
  evenkeel_spool_losses: ['gauge', 'Cycles that were dropped and not yet reported as a gap.'],
  evenkeel_kube_requests: ['gauge', 'Requests to the Kubernetes API since the start.'],
  evenkeel_kube_response_bytes: ['gauge', 'Bytes of its answers as they came over the wire.'],
  evenkeel_config_error: [
    'gauge',
    '1 while the configuration file is not taken over for a mistake.',
  ],
  evenkeel_config_reloads_total: ['counter', 'Changes of the configuration file, by result.'],
  process_resident_memory_bytes: ['gauge', 'Resident memory.'],
  process_cpu_seconds: ['gauge', 'Processor time since the start.'],
}

export function createMetrics(): Metrics {
  const values = new Map<string, Map<string, number>>()

  function ofName(name: string): Map<string, number> {
    const known = values.get(name)
    if (known) return known
    const created = new Map<string, number>()
    values.set(name, created)
    return created
  }

  return {
    count(name, labels = {}, by = 1) {
      const series = ofName(name)
      const key = labelText(labels)
      series.set(key, (series.get(key) ?? 0) + by)
    },
    set: (name, value, labels = {}) => void ofName(name).set(labelText(labels), value),
    render() {
      const usage = process.cpuUsage()
      ofName('process_resident_memory_bytes').set('', process.memoryUsage.rss())
      ofName('process_cpu_seconds').set('', (usage.user + usage.system) / 1e6)
      return [...values].map(([name, series]) => renderOne(name, series)).join('')
    },
  }
}

function renderOne(name: string, series: Map<string, number>): string {
  const [type, help] = metricDescriptions[name] ?? ['gauge', name]
  const lines = [...series].map(([labels, value]) => `${name}${labels} ${value}\n`)
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`
}

function labelText(labels: Record<string, string>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabel(value)}"`)
  return pairs.length > 0 ? `{${pairs.join(',')}}` : ''
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
