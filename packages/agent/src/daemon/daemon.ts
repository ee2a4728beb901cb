/** What the agent's entry needs, without collectors and rules: they are loaded by its tasks. */

export { type AgentConfig, agentSettings, type ConfigResult, readAgentConfig } from './config.ts'
export { type AgentHost, leaseName, runAgent } from './run-agent.ts'
export { isTaskProcess, serveTask } from './run-task.ts'
