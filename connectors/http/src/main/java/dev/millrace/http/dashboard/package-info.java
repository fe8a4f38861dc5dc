/**
 * A page that shows a running pipeline, pushed by server-sent events: {@link
 * dev.millrace.http.dashboard.Dashboard}. The page and its charts come out of the jar.
 */
package dev.millrace.http.dashboard;
