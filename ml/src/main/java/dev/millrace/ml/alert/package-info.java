/** Rules for {@link dev.millrace.core.alert.Alerts} over what learns: its figures, and drift. */
package dev.millrace.ml.alert;
