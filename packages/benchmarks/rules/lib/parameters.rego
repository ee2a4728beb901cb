# METADATA
# title: Parameters of rules
# description: What a user or a benchmark set for a rule, else the fallback.
package lib.parameters

get(rule, name, fallback) := value if {
	value := data.parameters[rule][name]
} else := fallback
