package dev.millrace.core.alert;

import java.util.List;

/** What all rules remember of a key; those that remember nothing are not among them. */
record KeyRules(List<RuleState> rules) {
  KeyRules {
    rules = List.copyOf(rules);
  }
}
