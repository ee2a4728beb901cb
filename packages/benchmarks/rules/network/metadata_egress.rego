# METADATA
# scope: package
# title: Pods cannot reach the metadata service of the cloud
# description: |
#   Looks whether an egress rule of a NetworkPolicy allows 169.254.169.254, by an address block
#   that contains it without excepting it, or by having no peers at all.
# custom:
#   severity: medium
#   category: Network
#   rationale: |
#     The metadata service gives whoever asks the credentials of the node.
#   remediation: |
#     Except the address:
#
#     ```yaml
#     to:
#       - ipBlock:
#           cidr: 0.0.0.0/0
#           except: [169.254.169.254/32]
#     ```
#   impact: |
#     Programs that use the role of the node need an identity of their own.
#   fix: {at: .to, if: absent, set: [{ipBlock: {cidr: 0.0.0.0/0, except: [169.254.169.254/32]}}]}
#   resource_types: [k8s_object]
#   kinds: [NetworkPolicy]
package rules.network.metadata_egress

import data.lib.verdict

address := "169.254.169.254/32"

# With a port the rule matters only where that is 80.
offences := [{"path": sprintf("spec.egress[%d]", [i]), "actual": rule, "expected": sprintf("not %s", [address])} |
	some i, rule in input.data.spec.egress
	opens_port(rule)
	reaches(rule)
]

opens_port(rule) if count(object.get(rule, "ports", [])) == 0

opens_port(rule) if {
	some port in rule.ports
	object.get(port, "port", 80) == 80
}

reaches(rule) if count(object.get(rule, "to", [])) == 0

reaches(rule) if {
	some peer in rule.to
	net.cidr_contains(peer.ipBlock.cidr, address)
	every hole in object.get(peer.ipBlock, "except", []) {
		not net.cidr_contains(hole, address)
	}
}

finding := verdict.failed_if_any(offences, []) if {
	input.sub_type == "NetworkPolicy"
	count(input.data.spec.egress) > 0
}
