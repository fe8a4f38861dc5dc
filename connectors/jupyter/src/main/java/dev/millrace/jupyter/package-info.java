/**
 * Java in Jupyter notebooks. {@link dev.millrace.jupyter.Main} is the kernel; the other public
 * types are what cells use, and come imported: {@link dev.millrace.jupyter.Display} shows values,
 * {@link dev.millrace.jupyter.Table} holds rows and columns, {@link dev.millrace.jupyter.Plots}
 * draws.
 *
 * <p>Nothing is ever null unless its documentation says so.
 */
package dev.millrace.jupyter;
