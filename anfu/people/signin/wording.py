"""Sentences of signing in that several places say."""

WRONG = "没有登录：账号或密码不对，或账号已停用。请核对后再试。"
UNLINKED = "没有登录：这个政务身份还没有连接安服的账号。请先用账号和密码登录，再到“登录与安全”里连接。"
IDENTITY_FAILED = "没有办成：政务身份平台没有给出可用的答复。请稍后再试，或用账号和密码登录。"
MESSAGES = {
    "mfa/messages/totp_activated.txt": "已设置：手机验证器",
    "mfa/messages/totp_deactivated.txt": "已取消：手机验证器",
    "mfa/messages/webauthn_added.txt": "已添加：安全密钥",
    "mfa/messages/webauthn_removed.txt": "已移除：安全密钥",
    "mfa/messages/recovery_codes_generated.txt": "恢复码已换成新的，旧的不能再用",
    "socialaccount/messages/account_connected.txt": "已连接政务身份",
    "socialaccount/messages/account_connected_updated.txt": "这个政务身份早已连接你的账号",
    "socialaccount/messages/account_connected_other.txt": "没有连接：这个政务身份已经连接了别的账号",
    "account/messages/password_changed.txt": "密码已改，你在别处的登录都已结束",
}
SECOND_FACTOR_ERRORS = {
    "incorrect_code": "没有通过：验证码不对，或已经用过。请等手机上换了新的六位数字再填。",
    "cannot_delete_authenticator": "没有取消：你的岗位必须有第二步验证。",
}


def wait(seconds: int) -> str:
    """Too many tries: when the next is possible."""
    return f"试得太快，这一次没有核对。请等 {seconds} 秒再试，账号没有被锁住；用通行密钥登录不用等。"
