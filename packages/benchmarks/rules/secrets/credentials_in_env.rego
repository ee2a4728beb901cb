# METADATA
# scope: package
# title: No credential stands in the environment
# description: |
#   Looks at the names and literal values of environment variables for those of credentials.
#   Values never leave the collector: it says only whether one looks like a credential.
# custom:
#   id: credentials-in-env
#   severity: high
#   category: Secrets
#   rationale: |
#     Whoever may read the object, also in a repository or a backup, has the credential.
#   remediation: |
#     Change the pod template:
#
#     ```yaml
#     spec:
#       containers:
#         - name: <container>
#           env:
#             - name: <variable>
#               valueFrom:
#                 secretKeyRef:
#                   name: <secret>
#                   key: <key>
#     ```
#
#     ```sh
#     kubectl -n <namespace> edit <kind> <name>
#     ```
#
#     Where the object comes from a chart or a repository, change it there, or the next deployment
#     undoes it.
#   impact: |
#     None. Change the credential, because it was readable.
#   fix:
#     - {at: .value, remove: true}
#     - {at: .valueFrom, set: {secretKeyRef: {name: <secret>, key: <key>}}}
#   resource_types: [k8s_object]
#   kinds: [Pod, PodTemplate, Deployment, ReplicaSet, ReplicationController, StatefulSet, DaemonSet, Job, CronJob]
#   parameters:
#     - name: names
#       description: A regular expression for names of credentials
#       default: "(?i)(^|[_.-])(password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)([_.-]|$)"
package rules.secrets.credentials_in_env

import data.lib.parameters
import data.lib.pods

names := parameters.get("credentials-in-env", "names", `(?i)(^|[_.-])(password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?)([_.-]|$)`)

values := `(AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY-----|gh[pousr]_[A-Za-z0-9]{36}|xox[abprs]-[A-Za-z0-9-]{10,}|eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.)`

# A name that points to a file, or a value that is only a reference to another variable, is harmless.
harmless_name := `(?i)(_file|_path|_name|_url|_ttl|_expir[a-z]*)$`

finding := pods.judge([check |
	some c in pods.containers
	some i, variable in c.container.env
	is_string(variable.value)
	check := pods.check(c, sprintf("env[%d]", [i]), variable.name, "no credential", not_credential(variable))
])

default not_credential(_) := true

not_credential(variable) := false if looks_named(variable)

# The collector leaves this of a value that looks like one.
not_credential(variable) := false if variable.value == "[redacted credential]"

not_credential(variable) := false if regex.match(values, variable.value)

looks_named(variable) if {
	regex.match(names, variable.name)
	not regex.match(harmless_name, variable.name)
	not variable.value in {"", "true", "false"}
	not regex.match(`^\$\([A-Za-z0-9_]+\)$`, variable.value)
}
