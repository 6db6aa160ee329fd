/** Why a token was refused, in words for the developer who sees it in the client's console. */
export class TokenRefused extends Error {}
