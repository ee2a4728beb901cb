# METADATA
# scope: package
# title: Only listed addresses may talk to the kubelet
# description: |
#   Looks at the unit of the kubelet: `IPAddressDeny=any`, with the addresses that may talk to it
#   in `IPAddressAllow`.
# custom:
#   severity: low
#   category: Kubelet
#   rationale: |
#     systemd then drops whatever comes from elsewhere, whatever the kubelet would answer.
#   remediation: |
#     On the node:
#
#     ```sh
#     sudo systemctl edit kubelet
#     ```
#
#     ```ini
#     [Service]
#     IPAddressDeny=any
#     IPAddressAllow=<control-plane-addresses> <pod-network> localhost
#     ```
#   impact: |
#     Whoever is not listed, such as a monitoring system, no longer reaches the kubelet.
#   resource_types: [kubernetes_master_node, kubernetes_worker_node]
package rules.kubelet.ip_address_deny

import data.lib.settings
import data.lib.verdict

unit := input.data.components.kubelet.documents["kubelet.service"]

evidence := {
	"path": "IPAddressDeny",
	"actual": object.get(unit, ["content", "IPAddressDeny"], null),
	"expected": ["any"],
	"source": {"kind": "file", "file": unit.path},
}

# Both families of addresses, or the word for them.
denies if "any" in unit.content.IPAddressDeny

denies if {
	"0.0.0.0/0" in unit.content.IPAddressDeny
	"::/0" in unit.content.IPAddressDeny
}

look := verdict.unknown(evidence, sprintf("%s could not be read: %s", [unit.path, unit.gap])) if {
	unit.gap
} else := verdict.passed(evidence) if {
	denies
} else := verdict.failed(evidence)

# Undefined where the kubelet is not a unit of systemd.
finding := settings.finding_of("kubelet", verdict.all_of([look]))
