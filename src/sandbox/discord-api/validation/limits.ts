/** Per file, for people and servers without a paid plan; every interaction repeats it. */
export const FILE_BYTES_MAX = 10 * 1024 * 1024;
/** All parts of one request together. */
export const REQUEST_BYTES_MAX = 100 * 1024 * 1024;
export const ATTACHMENTS_MAX = 10;
/** Follow-ups of one interaction where only the person has installed the application. */
export const USER_INSTALL_FOLLOW_UPS_MAX = 5;
