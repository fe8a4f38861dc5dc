/**
 * Alerts: rules over streams ({@link dev.millrace.core.alert.AlertRule}) that fire and are resolved
 * key by key ({@link dev.millrace.core.alert.Alerts}), what they tell ({@link
 * dev.millrace.core.alert.Alert}), and which of it is told together ({@link
 * dev.millrace.core.alert.AlertGrouping}).
 *
 * <p>Alerts and messages are streams like any other, so any sink takes them. {@code
 * dev.millrace.alert} (its own artifact) has those that tell people; rules over learners are in
 * {@code dev.millrace.ml.alert}.
 */
package dev.millrace.core.alert;
