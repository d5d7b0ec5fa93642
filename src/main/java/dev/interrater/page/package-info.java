/** What people look at: the files of the page, which asks the API like any other client. */
package dev.interrater.page;
