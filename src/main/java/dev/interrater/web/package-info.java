/** What all resources share: the shape of errors, of dates and of parameters. */
package dev.interrater.web;
