# METADATA
# scope: package
# title: etcd trusts a CA of its own
# description: |
#   Compares the CA that etcd trusts (`trusted-ca-file`) with the one that the API server trusts
#   for its users (`client-ca-file`), by the digests of the certificates where they were taken,
#   else by path. Where no API server runs beside etcd the two cannot be compared on the node, and
#   a person has to.
# custom:
#   severity: high
#   category: etcd
#   rationale: |
#     If both trust the same CA, every client certificate of the cluster, each kubelet’s too,
#     opens etcd and with it everything.
#   remediation: |
#     Make a second CA for etcd, sign the certificates of etcd and the API server’s etcd client
#     with it, and name it on `<node>`:
#
#     ```sh
#     kubeadm init phase certs etcd-ca
#     ```
#   impact: |
#     Changing the CA of a running etcd needs both CAs trusted for a while.
#   fix: {match: trusted-ca-file$, set: <file of a CA for etcd alone>}
#   resource_types: [kubernetes_master_node]
package rules.etcd.unique_ca

import data.lib.settings
import data.lib.verdict

finding := settings.finding_of("etcd", outcome)

ours := settings.value("etcd", "trusted-ca-file")

theirs := settings.value("apiserver", "client-ca-file")

digests(key, name) := {digest | some digest in settings.document(key, name).sha256}

shared := digests("etcd", "trusted-ca-file") & digests("apiserver", "client-ca-file")

evidence := object.union(settings.evidence("etcd", "trusted-ca-file", "another CA than the API server’s clients have"), {"compared_with": theirs})

outcome := verdict.all_of([settings.set("etcd", "trusted-ca-file")]) if {
	not settings.is_set("etcd", "trusted-ca-file")
} else := verdict.manual("No API server runs on this node to compare with: does its --client-ca-file name another CA?", [evidence]) if {
	not settings.component("apiserver").state == "running"
} else := verdict.all_of([verdict.failed(evidence)]) if {
	ours == theirs
} else := verdict.all_of([verdict.failed(evidence)]) if {
	count(shared) > 0
} else := verdict.all_of([verdict.passed(evidence)]) if {
	count(digests("etcd", "trusted-ca-file")) > 0
	count(digests("apiserver", "client-ca-file")) > 0
} else := verdict.not_seen(concat(" ", array.concat(["The paths of the two CA files differ, but their certificates were not compared."], gaps)))

gaps := [gap |
	some pair in [["etcd", "trusted-ca-file"], ["apiserver", "client-ca-file"]]
	gap := settings.component(pair[0]).documents[pair[1]].gap
]
