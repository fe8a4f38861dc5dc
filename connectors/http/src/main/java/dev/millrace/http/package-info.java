/**
 * Serves committed models over HTTP, in the process that trains them.
 *
 * <p>{@link dev.millrace.http.PredictionServer} speaks the Open Inference Protocol (KServe v2 REST)
 * and takes JSON rows by column name at {@code POST /predict}. Every request is answered by one
 * whole model version, the newest committed one unless it names another, and the answer says which.
 * Nothing that is served can have been undone by a crash: a version is published after the commit
 * that made it durable.
 *
 * <p>By default only this machine can ask. Every request that cannot be answered gets a status from
 * 400 on and {@code {"error": "…"}} with the reason; 503 means try again. Neither rows nor tokens
 * are logged.
 */
package dev.millrace.http;
