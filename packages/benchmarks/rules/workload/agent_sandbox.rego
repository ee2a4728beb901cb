# METADATA
# scope: package
# title: Sandboxes of agents are walls
# description: |
#   Looks at Sandbox objects of agents.x-k8s.io: the pod must have a runtime class (gVisor, Kata),
#   no token, and no rights of the node.
# custom:
#   id: agent-sandbox
#   severity: medium
#   category: Kernel isolation
#   rationale: |
#     What runs in a sandbox was written by nobody who can be asked; the wall is all there is.
#   remediation: |
#     Give the sandbox a runtime class and take the token away:
#
#     ```sh
#     kubectl -n <namespace> edit sandbox <name>
#     ```
#   impact: |
#     The runtime class must exist on the nodes.
#   fix:
#     - {match: runtimeClassName$, set: <runtime class of a sandbox>}
#     - {match: automountServiceAccountToken$, set: false}
#   resource_types: [k8s_object]
#   kinds: [Sandbox]
package rules.workload.agent_sandbox

import data.lib.verdict

spec := input.data.spec.podTemplate.spec

checks := [
	{"ok": runtime != null, "evidence": {"path": "spec.podTemplate.spec.runtimeClassName", "actual": runtime, "expected": "set"}},
	{"ok": token == false, "evidence": {"path": "spec.podTemplate.spec.automountServiceAccountToken", "actual": token, "expected": "false"}},
	{"ok": count(privileged) == 0, "evidence": {"path": "spec.podTemplate.spec.containers", "actual": privileged, "expected": "not privileged"}},
]

runtime := object.get(spec, "runtimeClassName", null)

token := object.get(spec, "automountServiceAccountToken", null)

privileged := [container.name |
	some container in spec.containers
	container.securityContext.privileged == true
]

finding := verdict.failed_if_any(
	[check.evidence | some check in checks; check.ok == false],
	[check.evidence | some check in checks],
) if {
	input.sub_type == "Sandbox"
	is_object(spec)
}
