/** What is probably right in a project, and how competent its annotators are: computed by a worker, kept, and asked for. */
package dev.interrater.quality;
