/** What tests share: the database, Label Studio's people and projects in it, and a client that checks the OpenAPI document. */
package dev.interrater.testing;
