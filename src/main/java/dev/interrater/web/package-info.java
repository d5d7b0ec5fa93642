/** What all resources share: the shape of errors, the fields of queries and bodies, paging, and the OpenAPI document. */
package dev.interrater.web;
