/**
 * A database for where there is no Label Studio: an embedded PostgreSQL with Label Studio's tables and a small organization.
 * Only the entry point knows of it.
 */
package dev.interrater.demo;
